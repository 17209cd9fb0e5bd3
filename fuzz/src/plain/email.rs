//! HTML §4.10.5.1.5 (valid e-mail address), with the lengths of RFC 5321 §4.5.3.1.

use identification_chain::contract::Rule;

/// The rule that a text breaks as an e-mail address.
pub fn email(text: &str) -> Option<Rule> {
    let Some((local, domain)) = text.split_once('@') else { return Some(Rule::Email) };
    let is_local = |character: char| {
        character.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(character)
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_address = (1..=64).contains(&local.len())
        && local.chars().all(is_local)
        && domain.split('.').all(is_label)
        && text.len() <= 254;
    if !is_address {
        return Some(Rule::Email);
    }
    (!domain.contains('.')).then_some(Rule::EmailDomain)
}
