import { type Rule, rulesOf, say } from './rule.ts';

/** The mailbox is not there, in other languages. */
export const goneAbroadRules: readonly Rule[] = rulesOf({ class: 'hard' }, [
  [
    say`(?:utilisateur|destinataire|bo[iî]te|adresse|compte|correspondant)\b.{0,60}(?:inconnue?s?\b|inexistante?s?\b|introuvable|invalide|n'existe pas|n existe pas|n’existe pas|non trouv[ée]|supprim[ée]|ferm[ée]e?\b|pas trouv)`,
    'no such mailbox (French)',
  ],
  [
    say`(?:empfänger|empfaenger|adressat|benutzer|nutzer|postfach|adresse|konto|mailbox|teilnehmer)\w{0,8}\b.{0,60}(?:unbekannt|existiert nicht|existiert nicht mehr|nicht (?:gefunden|vorhanden|bekannt|gültig|gueltig|mehr gültig)|ungültig|ungueltig|gelöscht|geloescht)|unbekannte[rsn]? (?:empfänger|benutzer|nutzer|adresse)`,
    'no such mailbox (German)',
  ],
  [
    say`(?:usuario|destinatario|buz[oó]n|direcci[oó]n|cuenta|casilla)\b.{0,60}(?:desconocid|no existe|inexistente|no (?:se )?(?:ha )?(?:encontr|hall|v[aá]lid)|inv[aá]lid)|(?:usuário|usuario|destinatário|caixa|endereço|conta)\b.{0,60}(?:desconhecid|n[aã]o (?:existe|encontrad|foi (?:poss[ií]vel )?encontr|é válid)|inexistente|inv[aá]lid|exclu[ií]d)`,
    'no such mailbox (Spanish, Portuguese)',
  ],
  [
    say`(?:utente|destinatario|destin\.|casella|indirizzo|account)\b.{0,60}(?:sconosciut|errato|inesistent|non (?:è |e' )?(?:esiste|trovat|stato trovato|valid)|non esistente|eliminat)|(?:gebruiker|ontvanger|postvak|adres|e-mailadres|mailbox|account)\b.{0,60}(?:onbekend|bestaat niet|niet (?:gevonden|gekend|bekend))|onbekende (?:gebruiker|ontvanger)`,
    'no such mailbox (Italian, Dutch)',
  ],
  [
    say`(?:użytkownik|uzytkownik|adresat|odbiorca|skrzynka|konto|adres)\S{0,3}.{0,40}(?:nieznan|nie istnieje|nie znalezion|nie został znaleziony|usunięt)|(?:nieznany|nie ma takiego|brak) (?:użytkownik|uzytkownik|adresat|odbiorc|adres|kont)|(?:uživatel|příjemce|adresa|schránka|používateľ|príjemca)\S{0,3}.{0,40}(?:neexistuje|neznám|nenalezen|nebyl[ao]? nalezen)|neznámý (?:uživatel|příjemce|adresát)`,
    'no such mailbox (Polish, Czech, Slovak)',
  ],
  [
    say`(?:пользовател|получател|адресат|адрес|ящик|аккаунт|учетн)\S{0,4}.{0,40}(?:не найден|не существует|неизвестен|недействител|не зарегистрирован|удал[её]н|отсутствует)|(?:нет такого|такого|неизвестный|несуществующий|неверный) (?:пользовател|получател|адрес|ящик)|(?:користувач|отримувач|одержувач|адресат|адрес|скриньк)\S{0,4}.{0,40}(?:не знайден|не існує|невідом|недійсн|видален)|(?:немає такого|невідомий|неіснуюч\S{1,3}) (?:користувач|отримувач|одержувач|адрес)`,
    'no such mailbox (Russian, Ukrainian)',
  ],
  [
    say`(?:användare|mottagare|adress|konto)\S{0,3}.{0,40}(?:okänd|finns inte|hittades inte|existerar inte)|okänd (?:användare|mottagare|adress)|(?:bruger|modtager|bruker|mottaker|adresse|postkasse)\S{0,3}.{0,40}(?:ukendt|ukjent|findes ikke|finnes ikke|eksisterer ikke|blev ikke fundet|ble ikke funnet)|(?:ukendt|ukjent) (?:bruger|modtager|bruker|mottaker)|(?:käyttäjä|vastaanottaja|osoite)\S{0,4}.{0,40}(?:tuntematon|ei löyd|ei ole olemassa)|tuntematon (?:käyttäjä|vastaanottaja)`,
    'no such mailbox (Swedish, Danish, Norwegian, Finnish)',
  ],
  [
    say`(?:felhasználó|címzett|cím|postafiók)\S{0,3}.{0,40}(?:ismeretlen|nem létezik|nem található)|ismeretlen (?:felhasználó|címzett)|(?:utilizator|destinatar|adres|căsuț)\S{0,4}.{0,40}(?:necunoscut|nu exist|inexistent|nu a fost găsit)|(?:kullanıcı|alıcı|adres|posta kutusu)\S{0,4}.{0,40}(?:bulunamadı|mevcut değil|bilinmiyor|geçersiz|yok\b)|bilinmeyen (?:kullanıcı|alıcı)|böyle bir (?:kullanıcı|adres|hesap)|(?:χρήστης|παραλήπτης|διεύθυνση)\S{0,3}.{0,40}(?:άγνωστ|δεν υπάρχει|δεν βρέθηκε)|άγνωστος (?:χρήστης|παραλήπτης)`,
    'no such mailbox (Hungarian, Romanian, Turkish, Greek)',
  ],
  [
    say`(?:ユーザー?|宛先|受信者|メールアドレス|アドレス|メールボックス|アカウント).{0,15}(?:存在しません|存在しない|見つかりません|見つからない|不明|無効です|ありません)|(?:用户|用戶|使用者|收件人|邮箱|郵箱|信箱|帐户|账户|帳戶|帐号|账号|地址).{0,8}(?:不存在|未找到|找不到|无效|無效|未知)|(?:不存在|找不到|没有|未知)(?:的|此|该|這個)?(?:用户|收件人|邮箱|帐户|地址)|(?:사용자|수신자|받는 ?사람|메일함|주소|계정).{0,12}(?:존재하지 않|없는|없습니다|찾을 수 없|알 수 없)|(?:người (?:dùng|nhận)|địa chỉ|hộp thư|tài khoản).{0,20}(?:không tồn tại|không tìm thấy)|(?:pengguna|penerima|alamat|akun).{0,20}(?:tidak (?:ditemukan|ada|dikenal))`,
    'no such mailbox (Japanese, Chinese, Korean, Vietnamese, Indonesian)',
  ],
]);
