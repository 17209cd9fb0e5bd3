//! Counts issues and, if somebody reads them, lists them in document order.

use crate::contract::{MAX_UNKNOWN_FIELDS, Provenance, Rule};
use crate::issue::{Issue, Param, Place, Severities, Severity};

use super::Tally;
use super::path::Path;

/// The issues of a body.
pub(super) struct Report<'s> {
    severities: &'s Severities,
    pub(super) tally: Tally,
    /// The issues, if they are listed.
    pub(super) issues: Option<Vec<Issue>>,
    /// The provenance of the field that is checked.
    pub(super) field: Provenance,
    /// How many unknown fields there are.
    unknown_fields: usize,
    /// The byte offset of the first unknown field without an issue of its own.
    first_uncounted: usize,
}

impl<'s> Report<'s> {
    pub(super) fn new(severities: &'s Severities, listed: bool) -> Self {
        Self {
            severities,
            tally: Tally::default(),
            issues: listed.then(Vec::new),
            field: Provenance::Reference,
            unknown_fields: 0,
            first_uncounted: 0,
        }
    }

    /// Whether issues are listed.
    pub(super) const fn is_listed(&self) -> bool {
        self.issues.is_some()
    }

    /// Adds an issue.
    #[cold]
    #[inline(never)]
    pub(super) fn add(
        &mut self,
        rule: Rule,
        offset: usize,
        path: &Path<'_, '_>,
        params: &[(&'static str, Param)],
    ) {
        let severity = self.severities.of(rule);
        let count = match severity {
            Severity::Off => return,
            Severity::Warning => &mut self.tally.warnings,
            Severity::Error => &mut self.tally.errors,
        };
        *count = count.saturating_add(1);
        if let Some(issues) = &mut self.issues {
            let mut pointer = String::new();
            path.write(&mut pointer);
            let params = params.to_vec();
            let provenance = match rule {
                Rule::Type | Rule::Required | Rule::Expected => self.field,
                _ => rule.provenance(),
            };
            let place = Place::Body;
            let issue = Issue { rule, severity, provenance, place, path: pointer, offset, params };
            issues.push(issue);
            // Most issues come in order. An issue that is found at the end of an object moves back to
            // its place. Each object has only a few of those, so the time is linear.
            let mut rest = issues.as_mut_slice();
            while let [.., before, last] = &mut *rest
                && before.offset > last.offset
            {
                core::mem::swap(before, last);
                rest = rest.split_last_mut().map_or(&mut [], |(_, rest)| rest);
            }
        }
    }

    /// Counts an unknown field. True if it gets an issue of its own.
    pub(super) const fn count_unknown_field(&mut self, at: usize) -> bool {
        let count = self.unknown_fields;
        self.unknown_fields = count.saturating_add(1);
        if count == MAX_UNKNOWN_FIELDS {
            self.first_uncounted = at;
        }
        count < MAX_UNKNOWN_FIELDS
    }

    /// Adds the issue that says how many unknown fields have no issue of their own.
    pub(super) fn add_uncounted(&mut self) {
        let count = self.unknown_fields.saturating_sub(MAX_UNKNOWN_FIELDS);
        if count > 0 {
            let params =
                [("limit", Param::Number(MAX_UNKNOWN_FIELDS)), ("count", Param::Number(count))];
            self.add(Rule::UnknownFields, self.first_uncounted, &Path::Root, &params);
        }
    }
}
