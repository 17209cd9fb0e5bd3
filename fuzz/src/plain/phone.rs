//! ITU-T E.164 §6.1 and §6.2.1. tests/rules/lists.test.ts compares the numbering plans.

use identification_chain::contract::Rule;
use identification_chain::format::phone::lengths;

/// Whether a text has the form of a country code: 1 to 999, as it is written in decimal.
pub fn is_calling_code(text: &str) -> bool {
    text.parse().is_ok_and(|code: u16| (1..=999).contains(&code) && code.to_string() == text)
}

/// The rule that a text breaks as a country code.
pub fn calling_code(text: &str) -> Option<Rule> {
    if !is_calling_code(text) {
        return Some(Rule::CallingCode);
    }
    lengths(text.as_bytes()).is_none().then_some(Rule::CallingCodeUnassigned)
}

/// The rule that a JSON integer breaks as a national number with a country code, which may be of the
/// wrong form.
pub fn phone_number(integer: &str, code: &str) -> Option<Rule> {
    let code_digits = if is_calling_code(code) { code.len() } else { 1 };
    let is_positive = !integer.starts_with('-') && integer != "0";
    if !is_positive || integer.len() + code_digits > 15 {
        return Some(Rule::PhoneNumber);
    }
    let plan = lengths(code.as_bytes())?;
    let allowed: Vec<_> = (0..=15).filter(|digits| plan.has(*digits)).collect();
    (!allowed.is_empty() && !allowed.contains(&integer.len())).then_some(Rule::PhoneLength)
}
