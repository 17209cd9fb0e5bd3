//! Compares e-mail addresses with a reading of HTML's rule.
#![no_main]

use fuzz::{plain, rules_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let expected: Vec<_> = plain::email(text).into_iter().collect();
    assert_eq!(rules_of("/actor/email", text), expected, "{text:?}");
});
