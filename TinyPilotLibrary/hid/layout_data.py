"""Keyboard layouts: what every key bears. Made by `python3 tasks.py layouts`; not to be edited.

Sources: xkeyboard-config, as Debian's xkb-data 2.35.1-1 and libx11-data 2:1.8.4-2+deb12u2 have it.
"""

from typing import NamedTuple

# fmt: off


class LayoutData(NamedTuple):
    """A layout as data.

    Args:
        title: Its name in English.
        names: Other names, with blanks between them; `_` is a blank in a name.
        code_page: The character set of its language in Windows.
        first: The keys of characters that are on several keys, where it matters: `@KeyV #KeyX`.
        levels: What the keys of `KEYS` bear alone, with Shift, with AltGr and with both. A blank is nothing, and
            \u25cc stands before an accent that waits for its letter.
        caps_lock: Whether Caps Lock needs Shift.
    """

    title: str
    names: str
    code_page: str
    first: str
    levels: tuple[str, ...]
    caps_lock: bool = False


#: The keys in the order of the data.
KEYS = (
    "Backquote", "Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit7", "Digit8", "Digit9", "Digit0",
    "Minus", "Equal", "IntlYen", "KeyQ", "KeyW", "KeyE", "KeyR", "KeyT", "KeyY", "KeyU", "KeyI", "KeyO", "KeyP",
    "BracketLeft", "BracketRight", "KeyA", "KeyS", "KeyD", "KeyF", "KeyG", "KeyH", "KeyJ", "KeyK", "KeyL", "Semicolon",
    "Quote", "Backslash", "IntlBackslash", "KeyZ", "KeyX", "KeyC", "KeyV", "KeyB", "KeyN", "KeyM", "Comma", "Period",
    "Slash", "IntlRo", "Space",
)
#: For each character set, what an accent makes of letters: each letter and, behind it, what they make.
COMPOSED = {
    "cp1252": {
        "`": "AÀEÈIÌOÒUÙaàeèiìoòuù",
        "´": "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyý",
        "^": "AÂEÊIÎOÔUÛaâeêiîoôuû",
        "~": "AÃNÑOÕaãnñoõ",
        "¨": "AÄEËIÏOÖUÜaäeëiïoöuüyÿ",
        "˚": "AÅaå",
        "¸": "CÇcç",
    },
    "cp1250": {
        "´": "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeéiílĺnńoórŕsśuúyýzź",
        "^": "AÂIÎOÔaâiîoô",
        "˘": "AĂaă",
        "˙": "ZŻzż",
        "¨": "AÄEËOÖUÜaäeëoöuü",
        "˚": "UŮuů",
        "˝": "OŐUŰoőuű",
        "ˇ": "CČDĎEĚLĽNŇRŘSŠTŤZŽcčdďeělľnňrřsštťzž",
        "¸": "CÇSŞTŢcçsştţ",
        "˛": "AĄEĘaąeę",
    },
    "cp1254": {
        "`": "AÀEÈIÌOÒUÙaàeèiìoòuù",
        "´": "AÁEÉIÍOÓUÚaáeéiíoóuú",
        "^": "AÂEÊIÎOÔUÛaâeêiîoôuû",
        "~": "AÃNÑOÕaãnñoõ",
        "˘": "GĞgğ",
        "˙": "Iİ",
        "¨": "AÄEËIÏOÖUÜaäeëiïoöuüyÿ",
        "˚": "AÅaå",
        "¸": "CÇSŞcçsş",
    },
    "cp1257": {
        "´": "CĆEÉNŃOÓSŚZŹcćeénńoósśzź",
        "~": "OÕoõ",
        "¯": "AĀEĒIĪOŌUŪaāeēiīoōuū",
        "˙": "EĖZŻeėzż",
        "¨": "AÄOÖUÜaäoöuü",
        "˚": "AÅaå",
        "ˇ": "CČSŠZŽcčsšzž",
        "¸": "GĢKĶLĻNŅRŖgģkķlļnņrŗ",
        "˛": "AĄEĘIĮUŲaąeęiįuų",
    },
    "cp1251": {
        "´": "ГЃКЌгѓкќ",
        "˘": "ИЙУЎийуў",
        "¨": "ІЇЕЁеёії",
    },
    "cp1253": {
        "´": "ΑΆΕΈΗΉΙΊΟΌΥΎΩΏαάεέηήιίοόυύωώϊΐϋΰ",
        "¨": "ΙΪΥΫιϊυϋ",
    },
}
#: What the Compose key makes of two keys: each character and, behind it, the two.
COMPOSE_KEY = (
    "\u00a0  ¡!!¢C|£L-¤ox¥Y=¦!^§so¨\" ©oc«<<¬,-®or¯-^°oo±+-²^2³^3´''µmu¶p!·^.¸, ¹^1»>>¼14½12¾34¿??À`AÁ'AÂ^AÃ~AÄ\"AÅoA"
    "ÆAEÇ,CÈ`EÉ'EÊ^EË\"EÌ`IÍ'IÎ^IÏ\"IÐDHÑ~NÒ`OÓ'OÔ^OÕ~OÖ\"O×xxØ/OÙ`UÚ'UÛ^UÜ\"UÝ'YÞTHßssà`aá'aâ^aã~aä\"aåoaæaeç,cè`e"
    "é'eê^eë\"eì`ií'iî^iï\"iðdhñ~nò`oó'oô^oõ~oö\"o÷:-ø/où`uú'uû^uü\"uý'yþthÿ\"yĀ_Aā_aĂUAăUaĄ,Aą,aĆ'Cć'cĈ^Cĉ^cĊ.Cċ.c"
    "ČcCčccĎcDďcdĐ-Dđ-dĒ_Eē_eĔUEĕUeĖ.Eė.eĘ,Eę,eĚcEěceĜ^Gĝ^gĞUGğUgĠ.Gġ.gĢ,Gģ,gĤ^Hĥ^hĦ/Hħ/hĨ~Iĩ~iĪ_Iī_iĬUIĭUiĮ,I"
    "į,iİ.Iıi.ĲIjĳijĴ^Jĵ^jĶ,Kķ,kĸkkĹ'Lĺ'lĻ,Lļ,lĽcLľclŁ/Lł/lŃ'Nń'nŅ,Nņ,nŇcNňcnŊNGŋngŌ_Oō_oŎUOŏUoŐ=Oő=oŒOEœoeŔ'R"
    "ŕ'rŖ,Rŗ,rŘcRřcrŚ'Sś'sŜ^Sŝ^sŞ,Sş,sŠcSšcsŢ,Tţ,tŤcTťctŦ/Tŧ/tŨ~Uũ~uŪ_Uū_uŬUUŭUuŮoUůouŰ=Uű=uŲ,Uų,uŴ^Wŵ^wŶ^Yŷ^y"
    "Ÿ\"YŹ'Zź'zŻ.Zż.zŽcZžczſfsƀ/bƗ/IƠ+Oơ+oƯ+Uư+uƵ/Zƶ/zǍcAǎcaǏcIǐciǑcOǒcoǓcUǔcuǤ/Gǥ/gǦcGǧcgǨcKǩckǪ,Oǫ,oǰcjǴ'Gǵ'g"
    "Ǹ`Nǹ`nȘ;Sș;sȚ;Tț;tȞcHȟchȦ.Aȧ.aȮ.Oȯ.oȲ_Yȳ_yɃ/Bəeeɨ/iˇ< ˘( ˙. ˛; Ḃ.Bḃ.bḄ!Bḅ!bḊ.Dḋ.dḌ!Dḍ!dḐ,Dḑ,dḞ.Fḟ.fḠ_Gḡ_g"
    "Ḣ.Hḣ.hḤ!Hḥ!hḦ\"Hḧ\"hḨ,Hḩ,hḰ'Kḱ'kḲ!Kḳ!kḶ!Lḷ!lḾ'Mḿ'mṀ.Mṁ.mṂ!Mṃ!mṄ.Nṅ.nṆ!Nṇ!nṔ'Pṕ'pṖ.Pṗ.pṘ.Rṙ.rṚ!Rṛ!rṠ.Sṡ.sṢ!S"
    "ṣ!sṪ.Tṫ.tṬ!Tṭ!tṼ~Vṽ~vṾ!Vṿ!vẀ`Wẁ`wẂ'Wẃ'wẄ\"Wẅ\"wẆ.Wẇ.wẈ!Wẉ!wẊ.Xẋ.xẌ\"Xẍ\"xẎ.Yẏ.yẐ^Zẑ^zẒ!Zẓ!zẗ\"tẘowẙoyẞSSẠ!Aạ!a"
    "Ả?Aả?aẸ!Eẹ!eẺ?Eẻ?eẼ~Eẽ~eỈ?Iỉ?iỊ!Iị!iỌ!Oọ!oỎ?Oỏ?oỤ!Uụ!uỦ?Uủ?uỲ`Yỳ`yỴ!Yỵ!yỶ?Yỷ?yỸ~Yỹ~y\u2008 .‘'<’'>‚,'“\"<”\">„,\""
    "•.=…..‰%o‹.<›.>‽!?⁰^0⁴^4⁵^5⁶^6⁷^7⁸^8⁹^9⁺^+⁻^-⁼^=⁽^(⁾^)₀_0₁_1₂_2₃_3₄_4₅_5₆_6₇_7₈_8₉_9₊_+₋_-₌_=₍_(₎_)₠CE₡C/"
    "₢Cr₣Fr₤L=₥m/₦N=₧Pt₨Rs₩W=₫d=€C=₹R=₽P=ℂCCℕNN№NoℚQQℝRR℠SM™TMℤZZ⅐17⅑19⅓13⅔23⅕15⅖25⅗35⅘45⅙16⅚56⅛18⅜38⅝58⅞78↉03"
    "←<-↑^|→->↓|v⇐=<⇑=^⇒=>⇓=v∅{}−-_√v/∞88∴:.∵.:≈~~≠/=≡=_≤<=≥>=⋄<>"
)
LAYOUTS = {
    "us": LayoutData("English (US)", "en en-US American USA en-CA en-AU en-NZ", "cp1252", "", (
        "`1234567890-= qwertyuiop[]asdfghjkl;'\\ zxcvbnm,./",
        "~!@#$%^&*()_+ QWERTYUIOP{}ASDFGHJKL:\"| ZXCVBNM<>?",
    )),
    "us-intl": LayoutData("English (US, international, with dead keys)", "us-acentos", "cp1252", "", (
        "◌`1234567890-= qwertyuiop[]asdfghjkl;◌´\\ zxcvbnm,./",
        "◌~!@#$%◌^&*()_+ QWERTYUIOP{}ASDFGHJKL:◌¨| ZXCVBNM<>?",
        "`¡²³¤€¼½¾‘’¥× äåé®þüúíóö«»áßðfghjœø¶'¬ æx©vbñµç◌˙¿",
        "~¹◌˝◌¯£◌¸^ ◌˛◌˘◌˚ ÷ ÄÅÉ®ÞÜÚÍÓÖ“”Á§ÐFGHJŒØ°\"¦ ÆX¢VBÑµÇ◌ˇ",
    )),
    "us-intl-windows": LayoutData("English (US, international, as Windows has it)", "United_States-International",
        "cp1252", "", (
        "◌`1234567890-= qwertyuiop[]asdfghjkl;◌´\\ zxcvbnm,./",
        "◌~!@#$%◌^&*()_+ QWERTYUIOP{}ASDFGHJKL:◌¨| ZXCVBNM<>?",
        " ¡²³¤€¼½¾‘’¥× äåé®þüúíóö«»áßð     ø¶ ¬ æ ©  ñµç ¿",
        " ¹  £       ÷ ÄÅÉ ÞÜÚÍÓÖ  Á§Ð     Ø° ¦ Æ ¢  Ñ Ç",
    )),
    "us-dvorak": LayoutData("English (Dvorak)", "dvorak", "cp1252", "", (
        "`1234567890[] ',.pyfgcrl/=aoeuidhtns-\\ ;qjkxbmwvz",
        "~!@#$%^&*(){} \"<>PYFGCRL?+AOEUIDHTNS_| :QJKXBMWVZ",
    )),
    "gb": LayoutData("English (UK)", "en-GB uk British United_Kingdom", "cp1252", "", (
        "`1234567890-= qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./",
        "¬!\"£$%^&*()_+ QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?",
        "|¹²³€½¾{[]}\\◌¸ @ſe¶ŧ←↓→øþ◌¨◌~æßðđŋħ ĸł◌´◌^◌`|«»¢„“”µ•·",
        "|¡⅛£¼⅜⅝⅞™±°¿◌˛ Ω§E®Ŧ¥↑ıØÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "de": LayoutData("German", "de-DE Deutsch de-AT at Austrian", "cp1252", "", (
        "◌^1234567890ß◌´ qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
        "°!\"§$%&/()=?◌` QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
        "′¹²³¼½¬{[]}\\◌¸ @ſ€¶ŧ←↓→øþ◌¨~æſðđŋħ ĸł◌˝◌^’|»«¢„“”µ·…–",
        "″¡⅛£¤⅜⅝⅞™±°¿◌˛ Ω§€®Ŧ¥↑ıØÞ◌˚¯ÆẞÐªŊĦ◌˙&Ł ◌ˇ◌˘ ›‹©‚‘’º×÷—",
    )),
    "de-nodeadkeys": LayoutData("German (no dead keys)", "de-latin1-nodeadkeys", "cp1252", "", (
        "^1234567890ß´ qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
        "°!\"§$%&/()=?` QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
        "¬¹²³¼½¬{[]}\\¸ @ſ€¶ŧ←↓→øþ¨~æſðđŋħ ĸł˝^’|»«¢„“”µ·…–",
        "¬¡⅛£¤⅜⅝⅞™±°¿¸ Ω§€®Ŧ¥↑ıØÞ¨¯ÆẞÐªŊĦ◌˙&Ł˝^` ›‹©‚‘’º×÷—",
    )),
    "de-ch": LayoutData("German (Switzerland)", "ch Swiss Swiss_German de-LI sg",
        "cp1252", "|Digit7 @Digit2 ¢Digit8 ]BracketRight }Backslash", (
        "§1234567890'◌^ qwertzuiopü◌¨asdfghjklöä$<yxcvbnm,.-",
        "°+\"*ç%&/()=?◌` QWERTZUIOPè!ASDFGHJKLéà£>YXCVBNM;:_",
        "¬|@#¼½¬|¢]}◌´◌~ @ſ€¶ŧ←↓→œþ[]æßðđŋħ ĸł◌´{}\\«»¢„“”µ•·",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§E®Ŧ¥↑ıŒÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "fr-ch": LayoutData("French (Switzerland)", "Swiss_French",
        "cp1252", "|Digit7 @Digit2 ¢Digit8 ]BracketRight }Backslash", (
        "§1234567890'◌^ qwertzuiopè◌¨asdfghjkléà$<yxcvbnm,.-",
        "°+\"*ç%&/()=?◌` QWERTZUIOPü!ASDFGHJKLöä£>YXCVBNM;:_",
        "¬|@#¼½¬|¢]}◌´◌~ @ſ€¶ŧ←↓→œþ[]æßðđŋħ ĸł◌´{}\\«»¢„“”µ•·",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§E®Ŧ¥↑ıŒÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "fr": LayoutData("French", "fr-FR Français azerty", "cp1252", "~Digit2", (
        "²&é\"'(-è_çà)= azertyuiop◌^$qsdfghjklmù*<wxcvbn,;:!",
        "~1234567890°+ AZERTYUIOP◌¨£QSDFGHJKLM%µ>WXCVBN?./§",
        "¬¹~#{[|`\\^@]} æ«€¶ŧ←↓→øþ◌¨¤@ßðđŋħ ĸłµ◌^◌`|ł»¢„“”◌´•·",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Æ<¢®Ŧ¥↑ıØÞ◌˚◌¯ΩẞÐªŊĦ &Łº◌ˇ◌˘¦Ł>©‚‘’◌˝×÷◌˙",
    )),
    "be": LayoutData("Belgian", "fr-BE nl-BE Belgium", "cp1252", "@Digit2 {Digit9 [BracketLeft \\IntlBackslash", (
        "²&é\"'(§è!çà)- azertyuiop◌^$qsdfghjklmùµ<wxcvbn,;:=",
        "³1234567890°_ AZERTYUIOP◌¨*QSDFGHJKLM%£>WXCVBN?./+",
        "¬|@#¼½^{[{}\\◌¸ @ſ€¶ŧ←↓→œþ[]æßðđŋħ ĸł◌´◌´◌`\\«»¢„“”◌¸•·◌~",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§¢®Ŧ¥↑ıŒÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘\\<>©‚‘’º×÷◌˙",
    )),
    "ca": LayoutData("French (Canada)", "fr-CA Canadian_French", "cp1252", "", (
        "#1234567890-= qwertyuiop◌^◌¸asdfghjkl;◌`<«zxcvbnm,.é",
        "|!\"/$%?&*()_+ QWERTYUIOP◌^◌¨ASDFGHJKL:◌`>»ZXCVBNM'.É",
        "\\±@£¢¤¬¦²³¼½¾ qwertyui§¶[]asdfghjkl~{}°zxcvbnµ¯\u00ad◌´ \u00a0",
        "              QWERTYUI    ASDFGHJKL   ¦ZXCVBN",
    )),
    "es": LayoutData("Spanish", "es-ES Español",
        "cp1252", "\\Backquote @Digit2 {Quote [BracketLeft ]BracketRight }Backslash", (
        "º1234567890'¡ qwertyuiop◌`+asdfghjklñ◌´ç<zxcvbnm,.-",
        "ª!\"·$%&/()=?¿ QWERTYUIOP◌^*ASDFGHJKLÑ◌¨Ç>ZXCVBNM;:_",
        "\\|@#~½¬{[]}\\◌¸ @ſ€¶ŧ←↓→øþ[]æßðđŋħ ĸł◌~{}|«»¢„“”µ•·",
        "\\¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§¢®Ŧ¥↑ıØÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "latam": LayoutData("Spanish (Latin American)", "es-419 es-MX es-AR es-CL es-CO es-PE la",
        "cp1252", "@KeyQ ~BracketRight", (
        "|1234567890'¿ qwertyuiop◌´+asdfghjklñ{}<zxcvbnm,.-",
        "°!\"#$%&/()=?¡ QWERTYUIOP◌¨*ASDFGHJKLÑ[]>ZXCVBNM;:_",
        "¬|@·~½¬{[]}\\◌¸ @ſ€¶ŧ←↓→øþ◌¨~æßðđŋħ ĸł~◌^◌`\\«»¢„“”µ•·",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§¢®Ŧ¥↑ıØÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝{}|<>©‚‘’º×÷◌˙",
    )),
    "it": LayoutData("Italian", "it-IT Italiano",
        "cp1252", "[BracketLeft ]BracketRight {BracketLeft }BracketRight @Semicolon", (
        "\\1234567890'ì qwertyuiopè+asdfghjklòàù<zxcvbnm,.-",
        "|!\"£$%&/()=?^ QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_",
        "¬¹²³¼½¬{[]}`~ @ſ€¶ŧ←↓→øþ[]æßðđŋħ ĸł@#◌`««»¢“”ñµ◌´·◌¯",
        "¦¡◌˝◌~⅛⅜⅝⅞™±◌˛¿◌^ Ω§¢®Ŧ¥↑ıØÞ{}ÆẞÐªŊĦ &Ł◌¸◌˚◌˘»<>©‘’Ñº×◌¨÷",
    )),
    "pt": LayoutData("Portuguese", "pt-PT Português", "cp1252", "@Digit2", (
        "\\1234567890'« qwertyuiop+◌´asdfghjklçº◌~<zxcvbnm,.-",
        "|!\"#$%&/()=?» QWERTYUIOP*◌`ASDFGHJKLÇª◌^>ZXCVBNM;:_",
        "¬¹@£§½¬{[]}\\◌¸ @ſ€¶ŧ←↓→øþ◌¨◌~æßðđŋħ ĸł◌´◌^◌`\\«»¢„“”µ•·",
        "¬¡⅛£$⅜⅝⅞™±°¿◌˛ Ω§¢®Ŧ¥↑ıØÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘\\<>©‚‘’º×÷◌˙",
    )),
    "br": LayoutData("Portuguese (Brazil)", "pt-BR Brazilian abnt2 br-abnt2", "cp1252", "", (
        "'1234567890-= qwertyuiop◌´[asdfghjklç◌~]\\zxcvbnm,.;/",
        "\"!@#$%◌¨&*()_+ QWERTYUIOP◌`{ASDFGHJKLÇ◌^}|ZXCVBNM<>:?",
        "¬¹²³£¢¬{[]}\\§ /?°®ŧ←↓→øþ´ªæßðđŋħ ĸł◌´~º◌ˇ«»©„“”µ•· °",
        "¬¡½¾¼⅜¨⅞™±°¿◌˛ /?°®Ŧ¥↑ıØÞ`◌¯ÆẞÐªŊĦ &Ł◌˝^º◌˘<>©‚‘’µ×÷◌˙¿",
    )),
    "br-windows": LayoutData("Portuguese (Brazil, as Windows has it)", "", "cp1252", "", (
        "'1234567890-= qwertyuiop◌´[asdfghjklç◌~]\\zxcvbnm,.;/",
        "\"!@#$%◌¨&*()_+ QWERTYUIOP◌`{ASDFGHJKLÇ◌^}|ZXCVBNM<>:?",
        "¬¹²³£¢¬{[]}\\§ /?°®ŧ←↓→øþ ªæßðđŋħ ĸł◌´ º◌ˇ«»©„“”µ•· °",
        "¬¡½¾¼⅜ ⅞™±°¿◌˛ /?°®Ŧ¥↑ıØÞ ◌¯ÆẞÐªŊĦ &Ł◌˝ º◌˘<>©‚‘’µ×÷◌˙¿",
    )),
    "nl": LayoutData("Dutch", "nl-NL Nederlands", "cp1252", "", (
        "@1234567890/° qwertyuiop◌¨*asdfghjkl+◌´<]zxcvbnm,.-",
        "§!\"#$%&_()'?◌~ QWERTYUIOP◌^|ASDFGHJKL±◌`>[ZXCVBNM;:=",
        "¬¹²³¼½¾£{}°\\◌¸ @ſ€¶þÿüïò¶~◌~áßðªŋħ ĸł◌´'◌`|«»¢“”ñμ¸·\u00ad",
        "¬¡⅛£$⅜⅝⅞[]™¿◌˛ Ω§¢®Þ¥ÜÏÒÞ^◌¯ÁẞÐªŊĦ &Ł◌˝`◌˘¦<>©‘’Ñº«»◌˙",
    )),
    "nl-windows": LayoutData("Dutch (as Windows has it)", "", "cp1252", "", (
        "@1234567890/° qwertyuiop◌¨*asdfghjkl+◌´<]zxcvbnm,.-",
        "§!\"#$%&_()'?◌~ QWERTYUIOP◌^|ASDFGHJKL±◌`>[ZXCVBNM;:=",
        "¬¹²³¼½¾£{}°\\◌¸ @ſ€¶þÿüïò¶ ◌~áßðªŋħ ĸł◌´'◌`|«»¢“”ñμ¸·\u00ad",
        "¬¡⅛£$⅜⅝⅞[]™¿◌˛ Ω§¢®Þ¥ÜÏÒÞ ◌¯ÁẞÐªŊĦ &Ł◌˝ ◌˘¦<>©‘’Ñº«»◌˙",
    )),
    "se": LayoutData("Swedish", "sv sv-SE Svenska", "cp1252", "@Digit2 €KeyE", (
        "§1234567890+◌´ qwertyuiopå◌¨asdfghjklöä'<zxcvbnm,.-",
        "½!\"#¤%&/()=?◌` QWERTYUIOPÅ◌^ASDFGHJKLÖÄ*>ZXCVBNM;:_",
        "¶¡@£$€¥{[]}\\± @ſ€®þ←↓→œþ◌¨◌~ªßðđŋħ ĸłøæ´|«»©„“”µ◌¸·",
        "¾¹²³¼¢⅝÷«»°¿¬ Ω§¢®Þ¥↑ıŒÞ◌˚◌ˇºẞÐªŊĦ &ŁØÆ×¦<>©‚‘’º◌˛◌˙◌˙ \u00a0",
    )),
    "no": LayoutData("Norwegian", "nb nn nb-NO nn-NO no-NO Norsk", "cp1252", "@Digit2", (
        "|1234567890+\\ qwertyuiopå◌¨asdfghjkløæ'<zxcvbnm,.-",
        "§!\"#¤%&/()=?◌` QWERTYUIOPÅ◌^ASDFGHJKLØÆ*>ZXCVBNM;:_",
        "¦¡@£$½¥{[]}±◌´ @ſ€®þ←↓→œπ◌¨◌~ªßðđŋħ ĸł◌´◌^◌˝½«»©„“”µ◌¸…– \u00a0",
        "¶¹²³¼‰⅝÷«»°¿¬ Ω§¢™Þ¥↑ıŒΠ◌˚◌ˇºẞÐªŊĦ &Ł◌˝◌ˇ×¾<>©‚‘’º◌˛·— \u202f",
    )),
    "dk": LayoutData("Danish", "da da-DK Dansk", "cp1252", "@Digit2", (
        "½1234567890+◌´ qwertyuiopå◌¨asdfghjklæø'<zxcvbnm,.-",
        "§!\"#¤%&/()=?◌` QWERTYUIOPÅ◌^ASDFGHJKLÆØ*>ZXCVBNM;:_",
        "¾¡@£$½¥{[]}±| @ſ€®þ←↓→œþ◌¨◌~ªßðđŋħ ĸł◌´◌^◌˝\\«»©„“”µ◌¸·",
        "¶¹²³¼¢⅝÷«»°¿¦ Ω§¢®Þ¥↑ıŒÞ◌˚◌ˇºẞÐªŊĦ &Ł◌˝◌ˇ×¬<>©‚‘’º◌˛◌˙◌˙",
    )),
    "fi": LayoutData("Finnish", "fi-FI Suomi sv-FI", "cp1252", "|IntlBackslash", (
        "§1234567890+◌´ qwertyuiopå◌¨asdfghjklöä'<zxcvbnm,.-",
        "½!\"#¤%&/()=?◌` QWERTYUIOPÅ◌^ASDFGHJKLÖÄ*>ZXCVBNM;:_",
        "  @£$‰‚{[]}\\◌¸ qw€rþyuıœ ◌˝◌~əßðfghjĸ øæ◌ˇ|ʒ×cvbŋµ’ –",
        " ¡”»«“„ <>°¿◌˛ QW RÞYU|Œ ◌˚◌¯ƏẞÐFGHJ  ØÆ◌˘¦Ʒ·CVBŊ—‘◌˙  \u202f",
    )),
    "is": LayoutData("Icelandic", "is-IS Íslenska", "cp1252", "|IntlBackslash", (
        "◌˚1234567890ö- qwertyuiopð'asdfghjklæ◌´+<zxcvbnm,.þ",
        "◌¨!\"#$%&/()=Ö_ QWERTYUIOPÐ?ASDFGHJKLÆ◌´*>ZXCVBNM;:Þ",
        "¬¹²³¼½¬{[]}\\◌¸ @ſ€¶ŧ←↓→ø|◌¨~æß„đŋħ ĸł^◌^`|«»¢„“”µ•·",
        "\u00ad¡⅛£¤⅜⅝⅞™±°¿◌˛ Ω§¢®Ŧ¥↑ıØπ◌˚◌¯Æẞ“ªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "pl": LayoutData("Polish", "pl-PL Polski Polish_Programmers pl2", "cp1250", "", (
        "`1234567890-= qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./",
        "~!@#$%^&*()_+ QWERTYUIOP{}ASDFGHJKL:\"|>ZXCVBNM<>?",
        "¬≠²³¢€½§·«»–◌¸ πœę©ß←↓→óþ◌¨◌~ąśðæŋ’ə…ł◌´◌^◌`|żźć„”ńµ≤≥  \u00a0",
        "∨¡¿£¼‰∧≈¾±°—◌˛ ΩŒĘ®™¥↑↔ÓÞ◌˚◌¯ĄŚÐÆŊ•Ə Ł◌˝◌ˇ◌˘¦ŻŹĆ‘“Ń∞×÷◌˙ \u00a0",
    )),
    "cz": LayoutData("Czech", "cs cs-CZ Čeština",
        "cp1250", "@KeyV #KeyX $Semicolon ^KeyM &KeyC *Slash {KeyB }KeyN [KeyF ]KeyG", (
        ";+ěščřžýáíé=◌´ qwertzuiopú)asdfghjklů§◌¨\\yxcvbnm,.-",
        "◌˚1234567890%◌ˇ QWERTZUIOP/(ASDFGHJKL\"!'|YXCVBNM?:_",
        "`!@#$%^&*{}\\◌¯ \\|€¶ŧ←↓→øþ[]~đĐ[]`'łŁ$'\\/°#&@{}^<>*",
        "~◌~◌ˇ◌^◌˘◌˚◌˛◌`◌˙◌´◌˝◌¨◌¸ Ω§E®Ŧ¥↑ıØÞ÷×ÆẞÐªŊĦ &Ł◌˝ß|¦<>©‚‘’º×÷◌˙",
    )),
    "sk": LayoutData("Slovak", "sk-SK Slovenčina",
        "cp1250", "@KeyV #KeyX $Semicolon ^KeyM &KeyC *Slash {KeyB }KeyN [KeyF ]KeyG", (
        ";+ľščťžýáíé=◌´ qwertzuiopúäasdfghjklô§ň\\yxcvbnm,.-",
        "◌˚1234567890%◌ˇ QWERTZUIOP/(ASDFGHJKL\"!)|YXCVBNM?:_",
        "`!@#$%^&*{}\\◌¯ \\|€¶ŧ←↓→øþ[]~đĐ[]`'łŁ$'\\/°#&@{}^<>* \u00a0",
        "~◌~◌ˇ◌^◌˘◌˚◌˛◌`◌˙◌´◌˝◌¨◌¸ Ω§E®Ŧ¥↑ıØÞ÷×ÆẞÐªŊĦ &Ł◌˝ß|¦<>©‚‘’º×÷◌˙ \u00a0",
    )),
    "hu": LayoutData("Hungarian", "hu-HU Magyar", "cp1250", ">KeyZ", (
        "0123456789öüó qwertzuiopőúasdfghjkléáűíyxcvbnm,.-",
        "§'\"+!%/=()ÖÜÓ QWERTZUIOPŐÚASDFGHJKLÉÁŰÍYXCVBNM?:_",
        "¬~◌ˇ^◌˘◌˚◌˛`◌˙◌´◌˝◌¨◌¸ \\|Ä¶ŧ–€Í„”÷×äđĐ[]ħíłŁ$ß¤<>#&@{}<;>*",
        "¬◌~ˇ◌^˘°˛◌`˙´˝¨¸ Ω§E®Ŧ¥↑íØÞ◌˚◌¯ÄẞÐªŊĦÍ&Ł¢ẞ◌˘><>©‚‘’º×÷◌˙",
    )),
    "ro": LayoutData("Romanian", "ro-RO Română", "cp1250", "", (
        "`1234567890-= qwertyuiop[]asdfghjkl;'\\\\zxcvbnm,./",
        "~!@#$%^&*()_+ QWERTYUIOP{}ASDFGHJKL:\"||ZXCVBNM<>?",
        "`◌~◌ˇ◌^◌˘◌˚◌˛◌`◌˙◌´◌˝◌¨◌¸ âß€rțyuîo§„”ășđfghjkł;'\\|zx©vbnm«»/",
        "~          –± Âẞ RȚYUÎO   ĂȘĐFGHJKŁ:\"|¦ZX VBNM  ?",
    )),
    "hr": LayoutData("Croatian", "hr-HR Hrvatski bs bs-BA", "cp1250", "~Digit1 `Digit7", (
        "`1234567890'+ qwertzuiopšđasdfghjklčćž<yxcvbnm,.-",
        "~!\"#$%&/()=?* QWERTZUIOPŠĐASDFGHJKLČĆŽ>YXCVBNM;:_",
        "¬~◌ˇ^◌˘°◌˛`◌˙◌´◌˝◌¨◌¸ \\|€¶ŧ←↓→øþ÷×æ„”[]ħ łł◌´ß¤|‘’¢@{}§<>",
        "¬◌~ˇ◌^˘◌˚˛◌`˙'˝¨¸ ΩŁ€®Ŧ¥↑ıØÞ◌˚◌¯Æ»«ªŊĦ &Ł◌˝◌ˇ◌˘¦»«©`'}º×÷◌˙",
    )),
    "si": LayoutData("Slovenian", "sl sl-SI Slovenščina Slovene", "cp1250", "", (
        "¸1234567890'+ qwertzuiopšđasdfghjklčćž<yxcvbnm,.-",
        "¨!\"#$%&/()=?* QWERTZUIOPŠĐASDFGHJKLČĆŽ>YXCVBNM;:_",
        "¸◌~◌ˇ◌^◌˘◌˚◌˛◌`◌˙◌´◌˝◌¨◌¸ \\|€¶ŧ←↓→øþ÷×æ„“[]ħ łł◌´ß¤|‘’¢@{}§<>—",
        "¨~ˇ^˘°˛`˙'˝¨¸ ΩŁ€®Ŧ¥↑ıØÞ◌˚◌¯Æ»«ªŊĦ &Ł◌˝◌ˇ◌˘¦»«©`'}º×÷–",
    )),
    "rs-latin": LayoutData("Serbian (Latin)", "sr-Latn sr-Latn-RS", "cp1250", "", (
        "`1234567890'+ qwertzuiopšđasdfghjklčćž<yxcvbnm,.-",
        "~!\"#$%&/()=?* QWERTZUIOPŠĐASDFGHJKLČĆŽ>YXCVBNM;:_",
        "¬◌~◌ˇ◌^◌˘◌˚◌˛◌`◌˙◌´◌˝◌¨◌¸ \\|€¶ŧ←↓→øþ÷×æ„“[]ħ łł◌´ß¤|‘’¢@{}§<>—",
        "¬~ˇ^˘°˛`˙'˝¨¸ ΩŁ€®Ŧ¥↑ıØÞ◌˚◌¯Æ»«ªŊĦ &Ł◌˝◌ˇ◌˘¦»«©`'}º×÷–",
    )),
    "tr": LayoutData("Turkish", "tr-TR Türkçe trq", "cp1254", "", (
        "\"1234567890*- qwertyuıopğüasdfghjklşi,<zxcvbnmöç.",
        "é!'^+%&/()=?_ QWERTYUIOPĞÜASDFGHJKLŞİ;>ZXCVBNMÖÇ:",
        "<>£#$½¾{[]}\\| @ €¶₺←ûîô ◌¨~âß ª     ´'`|«»¢„“”µ×·◌˙",
        "°¡²³¼⅜   ±°¿  Ω  ® ¥ÛÎÔ ◌˚◌¯Â        ◌´◌ˇ◌`¦<>©‚‘’º ÷◌˙",
    )),
    "ee": LayoutData("Estonian", "et et-EE Eesti", "cp1257", "@Digit2 |IntlBackslash", (
        "◌ˇ1234567890+◌´ qwertyuiopüõasdfghjklöä'<zxcvbnm,.-",
        "◌~!\"#¤%&/()=?◌` QWERTYUIOPÜÕASDFGHJKLÖÄ*>ZXCVBNM;:_",
        "¬¹@£$½¬{[]}\\` @ſ€¶ŧ←↓→øþ◌¨§æšðđŋħ ĸł◌´^½|ž»¢„“”µ<>|",
        "¬¡⅛£$⅜⅝⅞™±°¿' Ω§¢®Ŧ¥↑ıØÞ◌˚◌¯ÆŠÐªŊĦ &Ł◌˝◌ˇ◌˘¦Ž>©‚‘’º×÷˙",
    )),
    "lt": LayoutData("Lithuanian", "lt-LT Lietuvių", "cp1257", "", (
        "`ąčęėįšųū„“-ž qwertyuiop[]asdfghjkl;'\\–zxcvbnm,./",
        "~ĄČĘĖĮŠŲŪ()_Ž QWERTYUIOP{}ASDFGHJKL:\"|€ZXCVBNM<>?",
        "´1234567890–= @ſ€¶ŧ←↓→øþ◌¨◌~æßðđŋħ ĸł◌´◌^◌`|«»¢„“”µ•·",
        "¬!@#$%^&*()¿+ Ω§£®Ŧ¥↑ıØÞ◌˚◌¯ÆẞÐªŊĦ &Ł◌˝◌ˇ◌˘¦<>©‚‘’º×÷◌˙",
    )),
    "lv": LayoutData("Latvian", "lv-LV Latviešu", "cp1257", "", (
        "`1234567890-= qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./",
        "~!@#$%^&*()_+ QWERTYUIOP{}ASDFGHJKL:\"|>ZXCVBNM<>?",
        "´¹²³€½¾{[]}\\– qwēŗtyūīōp«»āšdfģhjķļ;“`|žxčvbņm•·/",
        "~¡⅛£¢⅜⅝⅞™±°¿— QWĒŖTYŪĪŌP“”ĀŠDFĢHJĶĻ:„˘¦ŽXČVBŅM×÷˙",
    )),
    "jp": LayoutData("Japanese", "ja ja-JP jp106 日本語", "cp932", "\\IntlRo ~Equal", (
        " 1234567890-^\\qwertyuiop@[asdfghjkl;:]<zxcvbnm,./\\",
        " !\"#$%&'()~=~|QWERTYUIOP`{ASDFGHJKL+*}>ZXCVBNM<>?_",
    ), caps_lock=True),
    "ru": LayoutData("Russian", "ru-RU Русский", "cp1251", "", (
        "ё1234567890-= йцукенгшщзхъфывапролджэ\\/ячсмитьбю.",
        "Ё!\"№;%:?*()_+ ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/|ЯЧСМИТЬБЮ,",
    )),
    "ua": LayoutData("Ukrainian", "uk uk-UA Українська", "cp1251", "", (
        "'1234567890-= йцукенгшщзхїфівапролджєґ/ячсмитьбю.",
        "ʼ!\"№;%:?*()_+ ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄҐ|ЯЧСМИТЬБЮ,",
        "\u0301¹²§$°<>•[]—≠ јџў®ёњгшщзхъфывапрољђжэ\\|яћ©ми™ь«»/",
        "~ ’₴€    {}–± ЈЏЎ ЁЊГШЩЗХЪФЫВАПРОЉЂЖЭ|¦ЯЋ МИ Ь„“…",
    )),
    "bg": LayoutData("Bulgarian", "bg-BG Български", "cp1251", "", (
        "(1234567890-. ,уеишщксдзц;ьяаожгтнвмч„ѝюйъэфхпрлб",
        ")!?+\"%=:/–№$€ ыУЕИШЩКСДЗЦ§ѝЯАОЖГТНВМЧ“ЍЮЙЪЭФХПРЛБ",
    )),
    "rs": LayoutData("Serbian", "sr sr-Cyrl sr-RS sr-Cyrl-RS Српски", "cp1251", "", (
        "`1234567890'+ љњертзуиопшђасдфгхјклчћж<жџцвбнм,.-",
        "~!\"#$%&/()=?* ЉЊЕРТЗУИОПШЂАСДФГХЈКЛЧЋЖ>ЖЏЦВБНМ;:_",
        "°12◌^456◌` ◌´ ◌¯+ \\|€¶…←↓→§п÷×а„“[]хјклчћ¤|‘’¢@{}^<>—",
        "¬!\" $%&     *   £® ¥↑  П  А»«  ХЈКЛЧЋ ¦  ©      –",
    )),
    "gr": LayoutData("Greek", "el el-GR Ελληνικά", "cp1253", "ΣKeyS €KeyE", (
        "`1234567890-= ;ςερτυθιοπ[]ασδφγηξκλ◌´'\\«ζχψωβνμ,./",
        "~!@#$%^&*()_+ :ΣΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ◌¨\"|»ΖΧΨΩΒΝΜ<>?",
        "` ½£¼€ϰϗ₯9°±= ·ϛ€®τϒϑͻοϡ◌~ ασ↓ϕϝηͼϟϲ◌´◌`\\|ͽ→©ϖϐʹϻ«»/",
        "~¹²³¾  Ϗ (  +  Ϛ ϱΤϒϴϽΟϠ◌¯◌˘ΑΣ↑ ϜΗϾϞϹ  |¦Ͽ←   ͵Ϻ ·?",
    )),
    "il": LayoutData("Hebrew", "he he-IL iw", "cp1255", "", (
        ";1234567890-= /'\u05e7\u05e8\u05d0\u05d8\u05d5\u05df\u05dd\u05e4][\u05e9\u05d3\u05d2\u05db\u05e2\u05d9\u05d7\u05dc\u05da\u05e3,\\<\u05d6\u05e1\u05d1\u05d4\u05e0\u05de\u05e6\u05ea\u05e5.",
        "~!@#$%^&*)(_+ QWERTYUIOP}{ASDFGHJKL:\"|>ZXCVBNM><?",
        "\u05f3  €₪°\u05ab\u05bd×\u200e\u200f\u05be– \u05c2\u05c1\u05b8\u05b3 \u05f0\u05b9  \u05b7\u05b2\u05bf\u05b0\u05bc  \u05f1\u05f2\u05b4 ”„\u05f4\u05bb| \u05b6\u05b1   \u05b5’‚÷",
        "                                      ¦    \u05c6",
    )),
}
