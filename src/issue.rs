//! What is wrong with a request: [`Issue`], and the severity of each rule: [`Severities`].

use crate::contract::{Problem, Provenance, Rule, SEQUENCE, SUGGESTION};
use crate::format::phone::{Lengths, MAX_DIGITS};
use crate::format::text::append;
use crate::nearest::nearest;

pub use crate::contract::Severity;

/// The severity of each rule: that of the rule book, unless the user overrides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severities([Severity; Rule::ALL.len()]);

/// Why an override is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverrideError {
    /// No rule has that id. The value is a similar id, if there is one.
    UnknownRule(Option<&'static str>),
    /// The rule's severity is fixed.
    Locked,
}

impl Severities {
    /// The severities of the rule book.
    pub const DEFAULT: Self = {
        let mut severities = [Severity::Error; Rule::ALL.len()];
        let mut rules = Rule::ALL;
        let mut rest: &mut [Severity] = &mut severities;
        while let ([rule, later @ ..], [severity, after @ ..]) = (rules, rest) {
            *severity = rule.severity();
            rules = later;
            rest = after;
        }
        Self(severities)
    };

    /// The severity of a rule. [`Rule::UnknownFields`] has that of [`Rule::UnknownField`].
    #[must_use]
    pub fn of(&self, rule: Rule) -> Severity {
        let rule = if rule == Rule::UnknownFields { Rule::UnknownField } else { rule };
        self.0.get(rule.index()).copied().unwrap_or(Severity::Error)
    }

    /// One rule as an error, and all other rules off that can be turned off.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn alone(only: Rule) -> Self {
        let mut bytes = [0; Rule::ALL.len()];
        if let Some(place) = bytes.get_mut(only.index()) {
            *place = 2;
        }
        Self::from_bytes(&bytes)
    }

    /// Overrides the severity of a rule.
    ///
    /// # Errors
    /// If no rule has that id, or the severity of the rule is fixed.
    pub fn set(&mut self, id: &str, severity: Severity) -> Result<(), OverrideError> {
        let Some(rule) = Rule::ALL.iter().find(|rule| rule.facts().id == id) else {
            let ids = &mut Rule::ALL.iter().map(|rule| rule.facts().id);
            return Err(OverrideError::UnknownRule(nearest(id, ids)));
        };
        if rule.is_locked() {
            return Err(OverrideError::Locked);
        }
        if let Some(place) = self.0.get_mut(rule.index()) {
            *place = severity;
        }
        Ok(())
    }

    /// Reads severities from one byte for each of [`Rule::ALL`]: 0 for off, 1 for a warning, 2 for an
    /// error. Any other byte keeps the severity of the rule book, and so does a fixed rule.
    #[must_use]
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut severities = Self::DEFAULT;
        for ((place, byte), rule) in severities.0.iter_mut().zip(bytes).zip(Rule::ALL) {
            *place = match byte {
                0 if !rule.is_locked() => Severity::Off,
                1 if !rule.is_locked() => Severity::Warning,
                2 => Severity::Error,
                _ => *place,
            };
        }
        severities
    }
}

impl Default for Severities {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The part of a request that has an [`Issue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The body; the path is a JSON pointer into it.
    Body,
    /// A path parameter; the path is `/` and its name.
    Path,
    /// A header; the path is `/` and its name.
    Header,
    /// An option of the caller; the path is `/` and its name.
    Option,
}

impl Place {
    /// The number of the part in the order above, from 0.
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name that users read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Path => "path",
            Self::Header => "header",
            Self::Option => "option",
        }
    }
}

/// A parameter of a message. It never contains a value of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// A text of the contract.
    Text(&'static str),
    /// What exactly is wrong.
    Problem(Problem),
    /// A limit, a count or a position.
    Number(usize),
    /// The allowed numbers of digits.
    Lengths(Lengths),
    /// The JSON pointer (RFC 6901) of a step or of a member of it: the index of the step, and the
    /// pointer from there.
    Step(usize, &'static str),
}

impl Param {
    /// Appends the parameter as text: a problem in English, a number in decimal.
    #[cfg_attr(small, optimize(size))]
    pub(crate) fn write(&self, text: &mut String) {
        match self {
            Self::Text(known) => append(text, known),
            Self::Problem(problem) => append(text, problem.text()),
            Self::Number(number) => push_number(*number, text),
            Self::Lengths(lengths) => {
                let mut separator = "";
                for digits in (0..MAX_DIGITS).filter(|digits| lengths.has(*digits)) {
                    append(text, separator);
                    push_number(digits, text);
                    separator = ", ";
                }
            }
            Self::Step(index, member) => {
                append(text, "/");
                append(text, SEQUENCE);
                append(text, "/");
                push_number(*index, text);
                append(text, member);
            }
        }
    }
}

/// One thing that is wrong with a request.
///
/// It has a path, a rule and parameters that come from the contract. It never contains a value of
/// the request, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The rule that is broken.
    pub rule: Rule,
    /// Whether the issue blocks the request.
    pub severity: Severity,
    /// Where the rule, or the field that it is about, comes from.
    pub provenance: Provenance,
    /// The part of the request.
    pub place: Place,
    /// The JSON pointer (RFC 6901) of the value within that part; empty for the whole.
    pub path: String,
    /// The byte offset in the body; 0 outside it.
    pub offset: usize,
    /// The parameters of the message.
    pub params: Vec<(&'static str, Param)>,
}

impl Issue {
    /// An issue outside the body, with the rule book's severity.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn outside(rule: Rule, place: Place, name: &str) -> Self {
        let severity = rule.severity();
        let provenance = rule.provenance();
        let mut path = String::new();
        append(&mut path, "/");
        append(&mut path, name);
        Self { rule, severity, provenance, place, path, offset: 0, params: Vec::new() }
    }

    /// The English message, which follows the path: `is missing`.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::new();
        let mut rest = self.rule.message();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, later) = after.split_once('}').unwrap_or((after, ""));
            message.push_str(before);
            self.push_param(name, &mut message);
            rest = later;
        }
        message.push_str(rest);
        message
    }

    fn push_param(&self, name: &str, message: &mut String) {
        let Some((_, param)) = self.params.iter().find(|(other, _)| *other == name) else {
            return;
        };
        let (before, after) = if name == "suggestion" { SUGGESTION } else { ("", "") };
        message.push_str(before);
        param.write(message);
        message.push_str(after);
    }
}

/// Writes a number in decimal. `core::fmt` would be a third of the module.
#[cfg_attr(small, optimize(size))]
pub(crate) fn push_number(number: usize, text: &mut String) {
    let (rest, digit) = (number.checked_div(10).unwrap_or(0), number.checked_rem(10).unwrap_or(0));
    if rest > 0 {
        push_number(rest, text);
    }
    append(text, "0123456789".get(digit..=digit).unwrap_or_default());
}
