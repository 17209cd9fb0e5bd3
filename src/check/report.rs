//! Counts issues and, if somebody reads them, lists them in document order.

use crate::contract::{MAX_ISSUES, MAX_UNKNOWN_FIELDS, Provenance, Rule};
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
    /// What the issues so far take of [`MAX_ISSUES`].
    weight: usize,
    /// How many unknown fields there are.
    unknown_fields: usize,
    /// The byte offset of the first unknown field without an issue of its own.
    first_uncounted: usize,
    /// The issues that are not listed.
    unlisted: Unlisted,
}

/// The issues after the first [`MAX_ISSUES`].
#[derive(Clone, Copy, Default)]
struct Unlisted {
    count: usize,
    /// The byte offset of the first one.
    first: usize,
    has_error: bool,
}

impl<'s> Report<'s> {
    pub(super) fn new(severities: &'s Severities, listed: bool) -> Self {
        Self {
            severities,
            tally: Tally::default(),
            issues: listed.then(Vec::new),
            field: Provenance::Reference,
            weight: 0,
            unknown_fields: 0,
            first_uncounted: 0,
            unlisted: Unlisted::default(),
        }
    }

    /// Whether issues are listed, and there is room for another one.
    pub(super) const fn is_listed(&self) -> bool {
        self.issues.is_some() && self.weight < MAX_ISSUES
    }

    /// Adds an issue.
    #[cold]
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    pub(super) fn add(
        &mut self,
        rule: Rule,
        offset: usize,
        path: &Path<'_>,
        params: &[(&'static str, Param)],
    ) {
        let severity = self.severities.of(rule);
        if severity == Severity::Off {
            return;
        }
        // A path may have 31 long names, and each issue has its own copy of its path.
        self.weight = self.weight.saturating_add(path.unknown_names().max(1));
        if self.weight > MAX_ISSUES {
            self.leave_out(severity, offset);
        } else {
            self.list(rule, severity, offset, path, params);
        }
    }

    #[cfg_attr(small, optimize(size))]
    fn leave_out(&mut self, severity: Severity, offset: usize) {
        let Unlisted { count, first, has_error } = self.unlisted;
        self.unlisted = Unlisted {
            count: count.saturating_add(1),
            first: if count == 0 { offset } else { first.min(offset) },
            has_error: has_error || severity == Severity::Error,
        };
    }

    #[cfg_attr(small, optimize(size))]
    fn list(
        &mut self,
        rule: Rule,
        severity: Severity,
        offset: usize,
        path: &Path<'_>,
        params: &[(&'static str, Param)],
    ) {
        let count = match severity {
            Severity::Error => &mut self.tally.errors,
            _ => &mut self.tally.warnings,
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

    /// Adds the issues that say how many unknown fields and other issues are not listed.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn add_unlisted(&mut self) {
        let count = self.unknown_fields.saturating_sub(MAX_UNKNOWN_FIELDS);
        if count > 0 {
            let params =
                [("limit", Param::Number(MAX_UNKNOWN_FIELDS)), ("count", Param::Number(count))];
            self.add(Rule::UnknownFields, self.first_uncounted, &Path::Root, &params);
        }
        let Unlisted { count, first, has_error } = self.unlisted;
        if count > 0 {
            let severity = if has_error { Severity::Error } else { Severity::Warning };
            let listed = self.tally.errors.saturating_add(self.tally.warnings);
            let params = [("limit", Param::Number(listed)), ("count", Param::Number(count))];
            self.list(Rule::MoreIssues, severity, first, &Path::Root, &params);
        }
    }
}
