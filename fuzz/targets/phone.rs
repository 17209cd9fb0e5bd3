//! Compares country codes and phone numbers with a reading of ITU-T E.164. The input is a code, a
//! space and a number.
#![no_main]

use fuzz::{checked, plain};
use identification_chain::check::Settings;
use identification_chain::contract::CREATE_CHAIN;
use libfuzzer_sys::fuzz_target;
use serde_json::{Number, Value, json};

fuzz_target!(|text: &str| {
    let (code, number) = text.split_once(' ').unwrap_or((text, "612345678"));
    let Ok(integer) = number.parse::<Number>() else { return };
    let number = integer.to_string();
    if number.contains(['.', 'e', 'E']) {
        return;
    }
    let msisdn = json!({ "phone_number": Value::Number(integer), "country_code": code });
    let body = json!({ "actor": { "msisdn": msisdn } }).to_string();
    let issues = checked(&CREATE_CHAIN, body.as_bytes(), &Settings::default());
    let rule_at =
        |path: &str| issues.iter().find(|issue| issue.path == path).map(|issue| issue.rule);
    assert_eq!(rule_at("/actor/msisdn/country_code"), plain::calling_code(code), "{code:?}");
    let expected = plain::phone_number(&number, code);
    assert_eq!(rule_at("/actor/msisdn/phone_number"), expected, "{code:?} {number}");
});
