/** Names of months as dates spell them, in languages whose dates put the day first: `3. März 2025`, `3 августа 2025`. */
export const MONTHS =
  'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december ' +
  // de, fr
  'januar jänner februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre ' +
  // es, it, pt
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio ' +
  'settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro ' +
  // nl, sv, da, no, fi
  'januari februari maart mei augustus augusti marts maj desember tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta ' +
  'heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta ' +
  // pl, cs
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia ledna února března dubna května ' +
  'června července srpna září října listopadu prosince ' +
  // ru, uk, tr
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня червня липня ' +
  'серпня вересня жовтня листопада грудня ocak şubat Şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık'

export const WEEKDAYS =
  'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday ' +
  // de, fr, es, it, nl
  'montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles ' +
  'jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag ' +
  'zaterdag zondag'
