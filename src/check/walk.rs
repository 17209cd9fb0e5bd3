//! Walks a body and the contract side by side: values, objects and arrays.

use crate::contract::{
    Field, Kind, MAX_BODY_BYTES, MAX_DEPTH, OLDER_STEP, Object, Operation, Presence, Problem, Role,
    Rule, SEQUENCE,
};
use crate::issue::{Issue, Param};
use crate::json::{Fault, FaultKind, Flaw, Lexer, Text, position};
use crate::nearest::nearest;

use super::members::{Members, Steps};
use super::names::Names;
use super::path::Path;
use super::report::Report;
use super::{Settings, Tally};

/// The walk cannot continue.
pub(super) struct Stop;

/// A walk, and its findings so far.
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    pub(super) lexer: Lexer<'a>,
    pub(super) settings: &'a Settings,
    report: Report<'a>,
    pub(super) members: Members<'a>,
    pub(super) steps: Steps<'a>,
}

/// The type of a value, by its first byte; `None` if no value starts with that byte.
const fn type_of(first: u8) -> Option<Problem> {
    Some(match first {
        b'{' => Problem::Object,
        b'[' => Problem::Array,
        b'"' => Problem::String,
        b'-' | b'0'..=b'9' => Problem::Number,
        b't' | b'f' => Problem::Boolean,
        b'n' => Problem::Null,
        _ => return None,
    })
}

/// The bit of a field in a set of fields. No object has 32 fields.
fn bit(index: usize) -> u32 {
    1_u32.wrapping_shl(u32::try_from(index).unwrap_or(0))
}

impl<'a> Walk<'a> {
    #[inline]
    pub(super) fn new(bytes: &'a [u8], settings: &'a Settings, listed: bool) -> Self {
        Self {
            bytes,
            lexer: Lexer::new(bytes),
            settings,
            report: Report::new(&settings.severities, listed),
            members: Members::default(),
            steps: Steps::default(),
        }
    }

    /// Whether the request belongs to the provider's earlier API.
    pub(super) const fn is_older_contract(&self) -> bool {
        self.steps.has_older_contract
    }

    pub(super) fn into_findings(self) -> (Tally, Option<Vec<Issue>>) {
        (self.report.tally, self.report.issues)
    }

    /// Checks the whole body.
    pub(super) fn document(&mut self, operation: &Operation) {
        if self.bytes.len() > MAX_BODY_BYTES {
            self.report(
                Rule::TooLarge,
                0,
                &Path::Root,
                &[("limit", Param::Number(MAX_BODY_BYTES))],
            );
            return;
        }
        let Some(body) = &operation.body else { return };
        if self.bytes.is_empty() {
            self.syntax(Fault { at: 0, kind: FaultKind::Empty });
            return;
        }
        if self.lexer.take_byte_order_mark() {
            self.report(Rule::ByteOrderMark, 0, &Path::Root, &[]);
        }
        self.lexer.skip_whitespace();
        let root = Kind::Object(body.object);
        if self.value(Some(&root), Role::None, &Path::Root, 0).is_ok() {
            self.lexer.skip_whitespace();
            if self.lexer.peek().is_some() {
                self.unexpected(FaultKind::Trailing);
            }
        }
        self.report.add_unlisted();
    }

    /// Checks a value against `kind`. Without a kind it only has to be JSON.
    fn value(
        &mut self,
        kind: Option<&Kind>,
        role: Role,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let at = self.lexer.at();
        let first = self.lexer.peek();
        match (first, kind) {
            (Some(b'{'), Some(Kind::Object(object))) => self.object(Some(object), path, depth),
            (Some(b'['), Some(Kind::Array { items, filled })) => {
                self.array(Some((items, *filled)), path, depth)
            }
            (Some(b'-' | b'0'..=b'9'), Some(Kind::Integer)) => {
                let number = self.lexer.number().map_err(|fault| self.syntax(fault))?;
                if number.integer {
                    self.members.set_text(role, Text { raw: number.raw, escaped: false });
                } else {
                    self.mismatch(Problem::Integer, Problem::Fraction, at, path);
                }
                Ok(())
            }
            (Some(b't'), Some(Kind::Boolean)) => {
                self.members.set_text(role, Text { raw: b"true", escaped: false });
                self.literal("true")
            }
            (Some(b'f'), Some(Kind::Boolean) | None) => self.literal("false"),
            (Some(b'n' | b'"'), Some(kind)) if self.settings.partial => {
                self.unfilled(kind, role, path)
            }
            (Some(byte), Some(kind)) if let Some(found) = type_of(byte) => {
                self.mismatch(kind.expected(), found, at, path);
                self.value(None, Role::None, path, depth)
            }
            (Some(b'{'), None) => self.object(None, path, depth),
            (Some(b'['), None) => self.array(None, path, depth),
            (Some(b'"'), None) => self.string(path).map(drop),
            (Some(b'-' | b'0'..=b'9'), None) => {
                self.lexer.number().map(drop).map_err(|fault| self.syntax(fault))
            }
            (Some(b't'), None) => self.literal("true"),
            (Some(b'n'), None) => self.literal("null"),
            _ => Err(self.unexpected(FaultKind::ExpectedValue)),
        }
    }

    /// Checks a `null` or a string of the wrong type, in a body that somebody is still filling in:
    /// `null` and a blank text count as missing.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn unfilled(&mut self, kind: &Kind, role: Role, path: &Path<'_>) -> Result<(), Stop> {
        let at = self.lexer.at();
        let blank = if self.lexer.peek() == Some(b'n') {
            self.literal("null")?;
            true
        } else {
            self.string(path)?.is_none_or(|text| text.is_blank())
        };
        if blank {
            self.members.clear(role);
        } else {
            self.mismatch(kind.expected(), Problem::String, at, path);
        }
        Ok(())
    }

    /// Checks an object. The lexer is at its opening brace.
    fn object(
        &mut self,
        object: Option<&'static Object>,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let open = self.lexer.at();
        let depth = self.enter(path, depth)?;
        let fields = object.map_or::<&'static [Field], _>(&[], |object| object.fields);
        let mut seen = 0_u32;
        let mut unknown = Names::default();
        // Most members are in the contract's order, so the next field is tried first.
        let mut next = 0_usize;
        let empty = self.lexer.take(b'}');
        let mut ended = empty;
        while !ended {
            let at = self.lexer.at();
            if let Some(field) = fields.get(next)
                && self.lexer.take_member(field.name)
            {
                self.lexer.skip_whitespace();
            } else {
                next = self.other_member(object, next, &mut unknown, path, depth)?;
            }
            if let Some(field) = fields.get(next) {
                let path = Path::Known(path, field.name);
                let before = seen;
                seen |= bit(next);
                next = next.wrapping_add(1);
                if seen == before {
                    self.report(Rule::DuplicateKey, at, &path, &[]);
                    self.value(None, Role::None, &path, depth)?;
                } else {
                    self.members.set_start(field.role, self.lexer.at());
                    self.report.field = field.provenance;
                    match (&field.kind, self.lexer.peek()) {
                        (Kind::Text(format), Some(b'"')) => {
                            self.text(*format, field.role, &path)?;
                        }
                        (Kind::Object(object), Some(b'{')) => {
                            self.members.actor_is_object |= field.role == Role::Actor;
                            self.object(Some(object), &path, depth)?;
                        }
                        (kind, _) => self.value(Some(kind), field.role, &path, depth)?,
                    }
                }
            }
            ended = !self.lexer.take_comma_before_quote()
                && (self.lexer.take(b'}') || self.ends(b'}', FaultKind::ExpectedCommaOrBrace)?);
        }
        if seen != bit(fields.len()).wrapping_sub(1) && !self.settings.partial {
            self.missing(fields, seen, open, path);
        }
        if let Some(object) = object {
            self.report.tally.empty_object = empty;
            self.close(object, open, path);
        }
        Ok(())
    }

    /// Reads the name of a member that is not the expected one. Returns its place among the fields. If
    /// it is not one of them, checks its value too, and returns the number of fields.
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn other_member(
        &mut self,
        object: Option<&'static Object>,
        expected: usize,
        unknown: &mut Names<'a>,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<usize, Stop> {
        let at = self.lexer.at();
        let fields = object.map_or::<&'static [Field], _>(&[], |object| object.fields);
        for (place, field) in fields.iter().enumerate().skip(expected.wrapping_add(1)) {
            if self.lexer.take_member(field.name) {
                self.lexer.skip_whitespace();
                return Ok(place);
            }
        }
        let name = self.name()?;
        self.colon()?;
        if let Some(place) = fields.iter().position(|field| name.is(field.name)) {
            return Ok(place);
        }
        if object.is_none() && name.is(OLDER_STEP.1) {
            self.member_of_older_step(path);
        }
        let shown = Path::shown(name, self.lexer.flaw().is_some());
        let path = Path::Unknown(path, &shown);
        self.flaw(&path);
        if unknown.earlier(name, at).is_some() {
            self.report(Rule::DuplicateKey, at, &path, &[]);
        } else if object.is_some() && self.report.count_unknown_field(at) {
            let known = &mut fields.iter().map(|field| field.name);
            let suggestion = self.suggestion(&name, known);
            self.report(Rule::UnknownField, at, &path, suggestion.as_slice());
        }
        self.value(None, Role::None, &path, depth)?;
        Ok(fields.len())
    }

    /// Notes that the current step belongs to the provider's earlier API, if `path` is the path of
    /// its `configuration`.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn member_of_older_step(&mut self, path: &Path<'_>) {
        if let Path::Unknown(Path::Item(Path::Known(Path::Root, list), _), name) = path {
            self.steps.has_older_member |= *list == SEQUENCE && *name == OLDER_STEP.0.as_bytes();
        }
    }

    /// Reports the required members that are missing.
    #[cfg_attr(small, optimize(size))]
    fn missing(&mut self, fields: &'static [Field], seen: u32, open: usize, path: &Path<'_>) {
        for (index, field) in fields.iter().enumerate() {
            let rule = match field.presence {
                Presence::Required => Rule::Required,
                Presence::Expected => Rule::Expected,
                Presence::Optional => continue,
            };
            if seen & bit(index) == 0 {
                self.report.field = field.provenance;
                self.report(rule, open, &Path::Known(path, field.name), &[]);
            }
        }
    }

    /// Checks an array. The lexer is at its opening bracket.
    fn array(
        &mut self,
        known: Option<(&'static Object, bool)>,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let open = self.lexer.at();
        let depth = self.enter(path, depth)?;
        let mut ended = self.lexer.take(b']');
        if let Some((_, true)) = known
            && ended
            && !self.settings.partial
        {
            self.report(Rule::EmptySequence, open, path, &[]);
        }
        let object = known.map(|(items, _)| items);
        let items = object.map(Kind::Object);
        let mut index = 0_usize;
        let field = self.report.field;
        while !ended {
            self.report.field = field;
            let path = Path::Item(path, index);
            if object.is_some() && self.lexer.peek() == Some(b'{') {
                self.object(object, &path, depth)?;
            } else {
                self.value(items.as_ref(), Role::None, &path, depth)?;
            }
            index = index.wrapping_add(1);
            ended = self.ends(b']', FaultKind::ExpectedCommaOrBracket)?;
        }
        Ok(())
    }

    /// Reads an opening brace or bracket and the white space after it. Returns the depth inside.
    #[inline]
    fn enter(&mut self, path: &Path<'_>, depth: usize) -> Result<usize, Stop> {
        if depth >= MAX_DEPTH {
            let at = self.lexer.at();
            self.report(Rule::TooDeep, at, path, &[("limit", Param::Number(MAX_DEPTH))]);
            return Err(Stop);
        }
        self.lexer.bump();
        self.lexer.skip_whitespace();
        Ok(depth.wrapping_add(1))
    }

    /// Reads the comma or the end after a member or item. True for the end.
    #[inline]
    fn ends(&mut self, close: u8, kind: FaultKind) -> Result<bool, Stop> {
        self.lexer.skip_whitespace();
        let next = self.lexer.peek();
        if next != Some(b',') && next != Some(close) {
            return Err(self.unexpected(kind));
        }
        self.lexer.bump();
        if next == Some(close) {
            return Ok(true);
        }
        self.lexer.skip_whitespace();
        if self.lexer.peek() == Some(close) {
            return Err(self.unexpected(FaultKind::TrailingComma));
        }
        Ok(false)
    }

    /// Reads the name of a member.
    fn name(&mut self) -> Result<Text<'a>, Stop> {
        if self.lexer.peek() != Some(b'"') {
            return Err(self.unexpected(FaultKind::ExpectedKey));
        }
        self.lexer.string().map_err(|fault| self.syntax(fault))
    }

    /// Reads the colon after a name, and the white space around it.
    #[inline]
    fn colon(&mut self) -> Result<(), Stop> {
        self.lexer.skip_whitespace();
        if !self.lexer.take(b':') {
            return Err(self.unexpected(FaultKind::ExpectedColon));
        }
        self.lexer.skip_whitespace();
        Ok(())
    }

    #[inline]
    fn literal(&mut self, literal: &str) -> Result<(), Stop> {
        self.lexer.literal(literal).map_err(|fault| self.syntax(fault))
    }

    /// Reads a string and reports a flaw in its characters. `None` if there is one.
    pub(super) fn string(&mut self, path: &Path<'_>) -> Result<Option<Text<'a>>, Stop> {
        let text = self.lexer.string().map_err(|fault| self.syntax(fault))?;
        Ok((!self.flaw(path)).then_some(text))
    }

    /// Reports the flaw in the characters of the last string. True if there is one.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn flaw(&mut self, path: &Path<'_>) -> bool {
        let Some((flaw, at)) = self.lexer.flaw() else { return false };
        let rule = match flaw {
            Flaw::InvalidUtf8 => Rule::InvalidUtf8,
            Flaw::LoneSurrogate => Rule::LoneSurrogate,
        };
        self.report(rule, at, path, &[]);
        true
    }

    /// The parameter with a similar name, if issues are listed.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn suggestion(
        &self,
        typed: &Text<'a>,
        known: &mut dyn Iterator<Item = &'static str>,
    ) -> Option<(&'static str, Param)> {
        self.report.is_listed().then_some(())?;
        nearest(&typed.to_text(), known).map(|name| ("suggestion", Param::Text(name)))
    }

    #[cfg_attr(small, optimize(size))]
    fn mismatch(&mut self, expected: Problem, found: Problem, at: usize, path: &Path<'_>) {
        let types = [("expected", Param::Problem(expected)), ("found", Param::Problem(found))];
        self.report(Rule::Type, at, path, &types);
    }

    /// Reports that the next byte is not JSON.
    #[cold]
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn unexpected(&mut self, kind: FaultKind) -> Stop {
        self.syntax(self.lexer.fault(kind))
    }

    /// Reports the first byte that is not JSON.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    pub(super) fn syntax(&mut self, fault: Fault) -> Stop {
        let (line, column) =
            if self.report.is_listed() { position(self.bytes, fault.at) } else { (0, 0) };
        let params = [
            ("problem", Param::Problem(problem_of(fault.kind))),
            ("line", Param::Number(line)),
            ("column", Param::Number(column)),
        ];
        self.report(Rule::JsonSyntax, fault.at, &Path::Root, &params);
        Stop
    }

    #[cfg_attr(small, optimize(size))]
    pub(super) fn report(
        &mut self,
        rule: Rule,
        offset: usize,
        path: &Path<'_>,
        params: &[(&'static str, Param)],
    ) {
        self.report.add(rule, offset, path, params);
    }
}

/// The problem of the contract for a fault of the lexer.
const fn problem_of(kind: FaultKind) -> Problem {
    match kind {
        FaultKind::Empty => Problem::Empty,
        FaultKind::UnexpectedEnd => Problem::UnexpectedEnd,
        FaultKind::ExpectedValue => Problem::ExpectedValue,
        FaultKind::ExpectedKey => Problem::ExpectedKey,
        FaultKind::ExpectedColon => Problem::ExpectedColon,
        FaultKind::ExpectedCommaOrBrace => Problem::ExpectedCommaOrBrace,
        FaultKind::ExpectedCommaOrBracket => Problem::ExpectedCommaOrBracket,
        FaultKind::TrailingComma => Problem::TrailingComma,
        FaultKind::SingleQuote => Problem::SingleQuote,
        FaultKind::ControlCharacter => Problem::ControlCharacter,
        FaultKind::Escape => Problem::Escape,
        FaultKind::Number => Problem::MalformedNumber,
        FaultKind::Trailing => Problem::Trailing,
    }
}
