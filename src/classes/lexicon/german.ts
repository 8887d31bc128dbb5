import type { WordTable } from '../tags.js'

/** Without umlauts: a text is folded before it is looked up. */
export const GERMAN: WordTable = {
  person: 'benutzer nutzer kunde mitglied spieler',
  account: 'konto benutzer benutzerkonto mandant team',
  credential: 'passwort kennwort signatur zugangsdaten api_schlussel',
  login: 'anmeldung authentifizierung abmeldung',
  power: 'rolle rollen berechtigung berechtigungen administrator zugriff rechte',
  trade: 'bestellung bestellungen zahlung zahlungen rechnung abonnement abo erstattung buchung lieferung warenkorb',
  probe: 'gesundheitsprufung zustandsprufung',
  door: 'angemeldet abgemeldet eingeloggt ausgeloggt zugriff_verweigert nicht_autorisiert authentifiziert nicht_berechtigt',
  attack: 'verdachtig verdachtige betrug',
  limit: 'zu_viele_anfragen zu_viele_versuche',
  ok: 'erfolgreich abgeschlossen eingegangen bestanden',
  fail: 'fehlgeschlagen ungultig ungultige ungultiges falsches abgelaufen',
  deny: 'verweigert abgelehnt blockiert widerrufen',
  change: 'geandert erstellt aktualisiert zuruckgesetzt angelegt',
  grant: 'vergeben zugewiesen erteilt entzogen geandert eingeladen',
  sanction: 'gesperrt geloscht deaktiviert entfernt verbannt entsperrt',
  deal: 'bezahlt versandt verschickt geliefert storniert aufgegeben eingegangen abgelehnt erstattet bestatigt gekundigt verlangert erstellt',
  routine: 'laden geladen lade suche',
  by: 'von durch',
  joined: 'registriert',
}
