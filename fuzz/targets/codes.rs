//! Compares country and language codes with their form: two upper-case letters.
#![no_main]

use fuzz::{plain, rules_of};
use identification_chain::contract::Rule;
use identification_chain::format::{country, language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for (pointer, list, shape, unassigned) in [
        (
            "/actor/identity_document/country",
            &country::ASSIGNED,
            Rule::Country,
            Rule::CountryUnassigned,
        ),
        ("/actor/language", &language::ASSIGNED, Rule::Language, Rule::LanguageUnassigned),
    ] {
        let assigned = list.has(text.as_bytes());
        assert!(!assigned || plain::is_code(text), "{text:?} is assigned and no code");
        let expected = plain::code(text, assigned, shape, unassigned);
        assert_eq!(rules_of(pointer, text), expected.into_iter().collect::<Vec<_>>(), "{text:?}");
    }
});
