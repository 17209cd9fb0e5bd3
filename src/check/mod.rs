//! Checks the bytes of a request body against the contract, in one pass.
//!
//! [`tally`] counts the issues and allocates nothing where there are none. [`issues`] is the same
//! walk and writes each issue down. Neither stops at the first issue: only bytes that are not JSON,
//! or nest too deep, end the walk, and the issues before that place are reported too.
//!
//! - `walk`: values, objects and arrays, in the order of the bytes
//! - `text`: what a string contains
//! - `members`: the rules over several members of an object
//! - `report`: counts and writes down
//! - `places`: the listed values that these rules ask for
//! - `path`, `names`: where a value is, and which names were there before

mod members;
mod names;
mod path;
mod places;
mod report;
mod text;
mod walk;

use crate::contract::{Operation, Rule};
use crate::issue::{Issue, Severities, Severity};
use crate::platform::Unicode;

use walk::Walk;

/// How a body is checked.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The severity of each rule.
    pub severities: Severities,
    /// Whether somebody is still filling in the body. Then missing members are not reported, and a
    /// blank text or `null` counts as missing.
    pub partial: bool,
    /// What the host knows of Unicode.
    pub unicode: Unicode,
}

impl Settings {
    /// The rule book's severities, for a whole body.
    pub const DEFAULT: Self =
        Self { severities: Severities::DEFAULT, partial: false, unicode: Unicode::HOST };
}

/// How many issues a body has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The issues that block.
    pub errors: usize,
    /// The issues that do not.
    pub warnings: usize,
    /// Whether the body is an object without members.
    pub empty_object: bool,
}

/// Counts the issues of a body. For an operation without a body, pass an empty one.
#[must_use]
#[inline]
pub fn tally(operation: &Operation, body: &[u8], settings: &Settings) -> Tally {
    walk(operation, body, settings, false, false).0
}

/// Every issue of a body, in document order.
#[must_use]
#[inline]
pub fn issues(operation: &Operation, body: &[u8], settings: &Settings) -> Vec<Issue> {
    walk(operation, body, settings, true, false).1.unwrap_or_default()
}

/// Walks a body. `again` says that only one rule is on.
fn walk(
    operation: &Operation,
    body: &[u8],
    settings: &Settings,
    listed: bool,
    again: bool,
) -> (Tally, Option<Vec<Issue>>) {
    let mut walk = Walk::new(body, settings, listed);
    walk.document(operation);
    // In a request of the earlier API this rule replaces the others. If it does not block, they must.
    if walk.is_older_contract()
        && !again
        && settings.severities.of(Rule::OlderContract) == Severity::Error
    {
        let severities = Severities::alone(Rule::OlderContract);
        return self::walk(operation, body, &Settings { severities, ..*settings }, listed, true);
    }
    walk.into_findings()
}
