import type { WordTable } from '../tags.js'
import { inflected } from './inflected.js'

// Without accents: a text is folded before it is looked up.
const SPANISH_WORDS: WordTable = {
  person: 'usuario usuaria cliente miembro jugador',
  account: 'cuenta usuario usuaria organizacion equipo',
  credential: 'contrasena clave_de_api token firma credenciales credencial',
  login: 'inicio_de_sesion autenticacion',
  power: 'rol permiso permisos administrador acceso propietario',
  trade: 'pedido pedidos orden ordenes pago pagos factura facturas suscripcion reembolso compra carrito reserva envio',
  probe: 'comprobacion_de_salud chequeo_de_salud latido',
  door: 'logueado logueada conectado_usuario inicio_sesion cerro_sesion acceso_denegado permiso_denegado no_autorizado no_autorizada autenticado credenciales_invalidas',
  attack: 'sospechoso sospechosa fraude fuerza_bruta',
  limit: 'demasiadas_solicitudes demasiados_intentos limite_de_peticiones_superado',
  ok: 'correcto correcta exito exitoso exitosa completado completada recibido recibida',
  fail: 'fallo fallido fallida invalida invalido incorrecta incorrecto caducado caducada expirado',
  deny: 'denegado denegada rechazado rechazada bloqueado bloqueada revocado revocada',
  change: 'cambiado cambiada creado creada actualizado actualizada restablecida modificada modificado',
  grant: 'concedido concedida asignado asignada otorgado cambiado cambiada invitado',
  sanction: 'suspendido suspendida eliminado eliminada borrado borrada desactivado desactivada bloqueado expulsado',
  deal: 'pagado pagada enviado enviada entregado entregada cancelado cancelada creado creada aprobado renovada reembolsado confirmada confirmado recibido rechazado',
  routine: 'cargando buscando escuchando obteniendo iniciando procesados conectando leyendo',
  by: 'por',
  joined: 'registrado registrada',
}

const PORTUGUESE_WORDS: WordTable = {
  person: 'usuario usuaria cliente membro jogador',
  account: 'conta usuario organizacao equipe',
  credential: 'senha chave_de_api assinatura_digital credenciais token',
  login: 'login autenticacao',
  power: 'papel permissao permissoes administrador acesso funcao',
  trade: 'pedido pedidos pagamento pagamentos fatura assinatura reembolso compra carrinho reserva',
  probe: 'verificacao_de_saude',
  door: 'entrou_no_sistema saiu_do_sistema fez_login acesso_negado permissao_negada nao_autorizado autenticado credenciais_invalidas',
  attack: 'suspeito suspeita fraude',
  limit: 'muitas_requisicoes muitas_tentativas',
  ok: 'sucesso concluido concluida recebido recebida',
  fail: 'falha falhou invalido invalida incorreta expirado expirada',
  deny: 'negado negada recusado recusada bloqueado revogado revogada rejeitado',
  change: 'alterada alterado criado criada atualizado redefinida modificada',
  grant: 'concedida concedido atribuido alterado alterada convidado',
  sanction: 'suspenso suspensa excluida excluido removida removido desativado desativada banido bloqueada',
  deal: 'pago paga enviado enviada entregue cancelado cancelada criado aprovado aprovada recusado renovada reembolsado confirmado recebido',
  routine: 'carregando buscando escutando iniciando conectando',
  joined: 'registrado cadastrado cadastrada',
}

const FRENCH_WORDS: WordTable = {
  person: 'utilisateur utilisatrice client membre joueur',
  account: 'compte utilisateur organisation equipe',
  credential: 'mot_de_passe cle_api signature jeton identifiants',
  login: 'connexion authentification',
  power: 'role roles autorisation droits administrateur acces',
  trade: 'commande commandes paiement paiements facture factures abonnement remboursement achat panier reservation',
  probe: 'controle_de_sante',
  door: 'acces_refuse acces_interdit non_autorise non_autorisee authentifie identifiants_invalides deconnecte',
  attack: 'suspect suspecte fraude force_brute',
  limit: 'trop_de_requetes trop_de_tentatives',
  ok: 'reussi reussie succes termine terminee accepte acceptee recu recue',
  fail: 'echec echoue echouee invalide incorrect expire expiree',
  deny: 'refuse refusee rejete rejetee bloque bloquee revoque revoquee',
  change: 'modifie modifiee change changee cree creee reinitialise mis_a_jour',
  grant: 'attribue attribuee accorde accordee change modifie invite',
  sanction: 'suspendu suspendue supprime supprimee desactive desactivee banni bannie bloque',
  deal: 'paye payee expediee expedie livre livree annule annulee cree creee envoyee envoye accepte refuse confirmee rembourse renouvele',
  routine: 'chargement recherche demarrage ecoute',
  by: 'par',
  joined: 'inscrit inscrite enregistre',
}

export const SPANISH = inflected(SPANISH_WORDS, (word) => {
  const [, stem, vowel] = /^(\w+)([ai])d[oa]$/.exec(word) ?? []
  return stem === undefined ? [] : [...agreeing(`${stem}${vowel}d`), vowel === 'a' ? `${stem}o` : `${stem}io`]
})

export const PORTUGUESE = inflected(PORTUGUESE_WORDS, (word) => {
  const [, stem, vowel] = /^(\w+)([ai])d[oa]$/.exec(word) ?? []
  return stem === undefined ? [] : [...agreeing(`${stem}${vowel}d`), vowel === 'a' ? `${stem}ou` : `${stem}iu`]
})

export const FRENCH = inflected(FRENCH_WORDS, (word) => {
  const [, stem] = /^(\w+?)ee?$/.exec(word) ?? []
  return stem === undefined ? [] : ['e', 'ee', 'es', 'ees'].map((end) => `${stem}${end}`)
})

function agreeing(participle: string): string[] {
  return ['o', 'a', 'os', 'as'].map((end) => `${participle}${end}`)
}

export const ROMANCE_IDIOMS = 'connexion_a_la connexion_au connexion_a_redis connexion_au_serveur'
