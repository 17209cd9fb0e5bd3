//! The contract and the formats of strings, read plainly from their standards, to compare the core with.

pub mod contract;
mod document;
mod duration;
mod email;
mod phone;

pub use document::document;
pub use duration::duration;
pub use email::email;
pub use phone::{calling_code, phone_number};

use identification_chain::contract::Rule;

/// Whether a text is two upper-case letters: the form of ISO 3166-1 alpha-2 and, in this API, of
/// ISO 639-1. tests/rules/lists.test.ts compares the lists of codes.
pub fn is_code(text: &str) -> bool {
    text.chars().count() == 2 && text.chars().all(|letter| letter.is_ascii_uppercase())
}

/// The rule that a text with a code breaks: `shape`, `unassigned`, or none.
pub fn code(text: &str, assigned: bool, shape: Rule, unassigned: Rule) -> Option<Rule> {
    if !is_code(text) { Some(shape) } else { (!assigned).then_some(unassigned) }
}
