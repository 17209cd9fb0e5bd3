//! Compares durations with a reading of ISO 8601-1.
#![no_main]

use fuzz::{plain, rules_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let found = rules_of("/expires_in", text);
    assert!(found.len() < 2, "{found:?}");
    assert!(plain::duration(text).contains(&found.first().copied()), "{text:?} breaks {found:?}");
});
