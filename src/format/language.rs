//! ISO 639-1 language codes, which this API writes in upper case: `ES`, `EN`.
//!
//! The list has the 183 codes of ISO 639:2023, set 1, as iso-639-1 3.1 has them. Debian's iso-codes
//! 4.15 (2023-05) has the same codes and `BH`, which was withdrawn in 2021.

use super::code_list::CodeList;

/// The codes that are assigned.
pub static ASSIGNED: CodeList = CodeList::of(
    "AA AB AE AF AK AM AN AR AS AV AY AZ \
     BA BE BG BI BM BN BO BR BS \
     CA CE CH CO CR CS CU CV CY \
     DA DE DV DZ \
     EE EL EN EO ES ET EU \
     FA FF FI FJ FO FR FY \
     GA GD GL GN GU GV \
     HA HE HI HO HR HT HU HY HZ \
     IA ID IE IG II IK IO IS IT IU \
     JA JV \
     KA KG KI KJ KK KL KM KN KO KR KS KU KV KW KY \
     LA LB LG LI LN LO LT LU LV \
     MG MH MI MK ML MN MR MS MT MY \
     NA NB ND NE NG NL NN NO NR NV NY \
     OC OJ OM OR OS \
     PA PI PL PS PT \
     QU \
     RM RN RO RU RW \
     SA SC SD SE SG SI SK SL SM SN SO SQ SR SS ST SU SV SW \
     TA TE TG TH TI TK TL TN TO TR TS TT TW TY \
     UG UK UR UZ \
     VE VI VO \
     WA WO \
     XH \
     YI YO \
     ZA ZH ZU",
);

#[cfg(test)]
mod tests {
    use super::ASSIGNED;
    use crate::format::code_list::is_two_letters;

    #[test]
    fn a_code_is_two_upper_case_letters_and_may_be_assigned() {
        for (text, code, assigned) in [
            ("ES", true, true),
            ("CA", true, true),
            ("UK", true, true),
            ("JP", true, false),
            ("BH", true, false),
            ("es", false, false),
            ("spa", false, false),
            ("es-ES", false, false),
            ("", false, false),
        ] {
            let found = (is_two_letters(text.as_bytes()), ASSIGNED.has(text.as_bytes()));
            assert_eq!(found, (code, assigned), "{text}");
        }
    }
}
