//! ISO 3166-1 alpha-2 country codes: `ES`, `PT`.
//!
//! The list has the 249 officially assigned codes, as Debian's iso-codes 4.15 (2023-05) and
//! i18n-iso-countries 7.14 have them. It has no reserved and no user-assigned codes, such as `UK`
//! and `XK`.

use super::code_list::CodeList;

/// The codes that are assigned.
pub static ASSIGNED: CodeList = CodeList::of(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ \
     BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
     CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ \
     DE DJ DK DM DO DZ \
     EC EE EG EH ER ES ET \
     FI FJ FK FM FO FR \
     GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY \
     HK HM HN HR HT HU \
     ID IE IL IM IN IO IQ IR IS IT \
     JE JM JO JP \
     KE KG KH KI KM KN KP KR KW KY KZ \
     LA LB LC LI LK LR LS LT LU LV LY \
     MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ \
     NA NC NE NF NG NI NL NO NP NR NU NZ \
     OM \
     PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
     QA \
     RE RO RS RU RW \
     SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ \
     TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ \
     UA UG UM US UY UZ \
     VA VC VE VG VI VN VU \
     WF WS \
     YE YT \
     ZA ZM ZW",
);

#[cfg(test)]
mod tests {
    use super::ASSIGNED;
    use crate::format::code_list::is_two_letters;

    #[test]
    fn a_code_is_two_upper_case_letters_and_may_be_assigned() {
        for (text, code, assigned) in [
            ("ES", true, true),
            ("AD", true, true),
            ("ZW", true, true),
            ("UK", true, false),
            ("XK", true, false),
            ("AA", true, false),
            ("es", false, false),
            ("ESP", false, false),
            ("E", false, false),
            ("E1", false, false),
            ("E[", false, false),
        ] {
            let found = (is_two_letters(text.as_bytes()), ASSIGNED.has(text.as_bytes()));
            assert_eq!(found, (code, assigned), "{text}");
        }
    }
}
