//! Checks the bytes of a request body against the contract, in one pass.
//!
//! [`tally`] counts what is wrong and allocates nothing where nothing is; [`issues`] is the same
//! walk and writes each thing down. Neither stops at the first: only bytes that are not JSON, or
//! nest too deep, end the walk, and what was found before them is reported with them.

mod names;

use crate::contract::{
    Closing, DOCUMENT_COUNTRY, DOCUMENT_FACTOR, DOCUMENT_FORMS, EMAIL_CHANNEL, EMAIL_FACTOR, Field,
    Format, Kind, MAX_BODY_BYTES, MAX_DEPTH, MAX_NFC_BYTES, MAX_PHONE_DIGITS, MAX_SHOWN_NAME,
    MAX_UNKNOWN_FIELDS, MAX_VALIDITY, MIN_VALIDITY, OLDER_STEP, Object, Operation, PHONE_CHANNELS,
    Presence, Problem, Provenance, Role, Rule, STEP_DETAILS,
};
use crate::format::code_list::{CodeList, is_two_letters};
use crate::format::document::Verdict;
use crate::format::duration::Duration;
use crate::format::email::Domain;
use crate::format::text::{FIRST_MARK, Unicode, is_bidi_control, is_control};
use crate::format::{country, document, duration, email, language, phone};
use crate::issue::{Issue, Param, Place, Severities, Severity, push_number};
use crate::json::{Fault, Flaw, Lexer, Text, position};
use crate::nearest::nearest;

use names::Names;

/// How a body is checked.
#[derive(Clone, Debug)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Default))]
pub struct Settings {
    /// The severity of each rule.
    pub severities: Severities,
    /// Whether the body is one that somebody is still filling in. Then nothing is missing yet, and a
    /// blank text or `null` is a value that is not there yet.
    pub partial: bool,
    /// What the host knows of Unicode.
    pub unicode: Unicode,
}

/// How much is wrong with a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The issues that block.
    pub errors: usize,
    /// The issues that do not.
    pub warnings: usize,
    /// Whether the body is an object without members.
    pub empty_object: bool,
}

/// Counts the issues of a body. An operation without a body takes an empty one.
#[must_use]
pub fn tally(operation: &Operation, body: &[u8], settings: &Settings) -> Tally {
    walk(operation, body, settings, false).tally
}

/// Every issue of a body, in document order.
#[must_use]
pub fn issues(operation: &Operation, body: &[u8], settings: &Settings) -> Vec<Issue> {
    walk(operation, body, settings, true).issues.unwrap_or_default()
}

/// What is found in a body, and written down if `listed`.
struct Findings {
    tally: Tally,
    issues: Option<Vec<Issue>>,
}

fn walk(operation: &Operation, body: &[u8], settings: &Settings, listed: bool) -> Findings {
    let alone;
    let mut checker = Checker::new(body, settings, listed.then(Vec::new));
    checker.document(operation);
    // A request of another contract is told as that alone. Where that does not block, the rest has
    // to.
    if checker.older_contract && settings.severities.of(Rule::OlderContract) == Severity::Error {
        let severities = Severities::alone(Rule::OlderContract);
        alone = Settings { severities, ..*settings };
        checker = Checker::new(body, &alone, listed.then(Vec::new));
        checker.document(operation);
    }
    Findings { tally: checker.tally, issues: checker.issues }
}

/// The way from the root to a value, on the stack of the walk.
#[derive(Clone, Copy)]
enum Path<'p, 'a> {
    Root,
    Known(&'p Path<'p, 'a>, &'static str),
    Member(&'p Path<'p, 'a>, Text<'a>),
    Item(&'p Path<'p, 'a>, usize),
}

impl Path<'_, '_> {
    /// Appends the path as a JSON pointer (RFC 6901). Of a long name that the contract does not know
    /// only the start is shown: a path is to be read, and such a name was typed.
    fn write(&self, pointer: &mut String) {
        match self {
            Path::Root => {}
            Path::Known(parent, name) => {
                parent.write(pointer);
                pointer.push('/');
                pointer.push_str(name);
            }
            Path::Member(parent, name) => {
                parent.write(pointer);
                pointer.push('/');
                for (count, character) in name.to_text().chars().enumerate() {
                    if count == MAX_SHOWN_NAME {
                        pointer.push('…');
                        break;
                    }
                    match character {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push(other),
                    }
                }
            }
            Path::Item(parent, index) => {
                parent.write(pointer);
                pointer.push('/');
                push_number(*index, pointer);
            }
        }
    }
}

/// What the walk remembers of a member that a rule over several members reads.
#[derive(Clone, Copy, Default)]
struct Slot<'a> {
    /// The byte offset of its value; 0 where it is not there.
    at: usize,
    /// Its content, where it has the right type: a string's, or a scalar as it stands.
    text: Text<'a>,
}

impl Slot<'_> {
    const fn is_present(&self) -> bool {
        self.at > 0
    }
}

/// A member of the actor that a step needs.
#[derive(Clone, Copy)]
struct Need {
    /// Which member.
    role: Role,
    /// Its name.
    name: &'static str,
    /// The index of the step.
    step: usize,
    /// The member of the step that needs it.
    by: &'static str,
}

/// The bit of a field in a set of those that were seen. No object has 32.
fn bit(index: usize) -> u32 {
    1_u32.wrapping_shl(u32::try_from(index).unwrap_or(0))
}

/// The rule of its standard that a text breaks.
fn broken_by(text: &[u8], format: Format) -> Option<Rule> {
    let code = |assigned: &CodeList, shape: Rule, list: Rule| match text {
        _ if !is_two_letters(text) => Some(shape),
        _ if !assigned.has(text) => Some(list),
        _ => None,
    };
    match format {
        Format::Any | Format::Filled | Format::OpenList(_) => None,
        Format::Country => code(&country::ASSIGNED, Rule::Country, Rule::CountryUnassigned),
        Format::Language => code(&language::ASSIGNED, Rule::Language, Rule::LanguageUnassigned),
        Format::Email => match email::read(text) {
            None => Some(Rule::Email),
            Some(Domain { dots: 0 }) => Some(Rule::EmailDomain),
            Some(_) => None,
        },
        Format::CallingCode => match phone::lengths(text) {
            Some(_) => None,
            None if phone::is_calling_code(text) => Some(Rule::CallingCodeUnassigned),
            None => Some(Rule::CallingCode),
        },
        Format::Duration => match duration::parse(text) {
            None => Some(Rule::Duration),
            Some(duration) if duration.is_zero => Some(Rule::DurationZero),
            Some(Duration { shortest, longest, .. }) => (shortest < MIN_VALIDITY.0
                || longest > MAX_VALIDITY.0)
                .then_some(Rule::DurationRange),
        },
    }
}

/// The type of the value that starts with a byte; `None` where no value does.
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

/// The walk cannot go on.
struct Stop;

struct Checker<'a> {
    bytes: &'a [u8],
    lexer: Lexer<'a>,
    settings: &'a Settings,
    tally: Tally,
    /// Where the field that is checked is known from.
    field: Provenance,
    /// Whether the current step has what steps of the provider's earlier API have.
    older_member: bool,
    /// Whether a step is one of the provider's earlier API.
    older_contract: bool,
    issues: Option<Vec<Issue>>,
    /// How many members the contract does not know.
    unknown_fields: usize,
    /// The byte offset of the first of them that is not reported by itself.
    first_unlisted: usize,
    slots: [Slot<'a>; Role::COUNT],
    /// Whether the actor is an object.
    actor_is_object: bool,
    /// The place of the current step's type in its list.
    listed_type: Option<usize>,
    /// The first step of each listed type, by its place in the list.
    listed_steps: [Option<usize>; 4],
    /// The first step of each other type.
    other_steps: Names<'a>,
    /// What the steps need, one place for each way to need something.
    needs: [Option<Need>; 4],
}

impl<'a> Checker<'a> {
    fn new(bytes: &'a [u8], settings: &'a Settings, issues: Option<Vec<Issue>>) -> Self {
        Self {
            bytes,
            lexer: Lexer::new(bytes),
            settings,
            tally: Tally::default(),
            field: Provenance::Reference,
            older_member: false,
            older_contract: false,
            issues,
            unknown_fields: 0,
            first_unlisted: 0,
            slots: [Slot::default(); Role::COUNT],
            actor_is_object: false,
            listed_type: None,
            listed_steps: [None; 4],
            other_steps: Names::default(),
            needs: [None; 4],
        }
    }

    /// Checks the whole body.
    fn document(&mut self, operation: &Operation) {
        if self.bytes.len() > MAX_BODY_BYTES {
            let limit = [("limit", Param::Number(MAX_BODY_BYTES))];
            self.report(Rule::TooLarge, 0, &Path::Root, &limit);
            return;
        }
        let Some(body) = &operation.body else { return };
        if self.bytes.is_empty() {
            self.syntax(Fault { at: 0, problem: Problem::Empty });
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
                self.syntax(self.lexer.fault(Problem::Trailing));
            }
        }
        self.unlisted_fields();
    }

    /// Checks a value of `kind` that is no string, or takes any where the contract does not know it.
    fn value(
        &mut self,
        kind: Option<&Kind>,
        role: Role,
        path: &Path<'_, 'a>,
        depth: usize,
    ) -> Result<(), Stop> {
        let at = self.lexer.at();
        let first = self.lexer.peek();
        match (first, kind) {
            (Some(b'{'), Some(Kind::Object(object))) => {
                self.actor_is_object |= role == Role::Actor;
                self.object(Some(object), path, depth)
            }
            (Some(b'['), Some(Kind::Array { items, filled })) => {
                self.array(Some((items, *filled)), path, depth)
            }
            (Some(b'-' | b'0'..=b'9'), Some(Kind::Integer)) => {
                let number = self.lexer.number().map_err(|fault| self.syntax(fault))?;
                if number.integer {
                    self.note(role, Text { raw: number.raw, escaped: false });
                } else {
                    self.mismatch(Problem::Integer, Problem::Fraction, at, path);
                }
                Ok(())
            }
            (Some(b't'), Some(Kind::Boolean)) => {
                self.note(role, Text { raw: b"true", escaped: false });
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
            _ => Err(self.syntax(self.lexer.fault(Problem::ExpectedValue))),
        }
    }

    /// Checks a `null` or a string where something else is due, in a body that somebody is still
    /// filling in: `null` and what is blank is not there yet.
    #[cold]
    fn unfilled(&mut self, kind: &Kind, role: Role, path: &Path<'_, 'a>) -> Result<(), Stop> {
        let at = self.lexer.at();
        let blank = if self.lexer.peek() == Some(b'n') {
            self.literal("null")?;
            true
        } else {
            self.string(path)?.is_none_or(|text| text.is_blank())
        };
        if blank {
            self.set_slot(role, Slot::default());
        } else {
            self.mismatch(kind.expected(), Problem::String, at, path);
        }
        Ok(())
    }

    /// Checks an object. The lexer stands at its brace.
    fn object(
        &mut self,
        object: Option<&'static Object>,
        path: &Path<'_, 'a>,
        depth: usize,
    ) -> Result<(), Stop> {
        let open = self.lexer.at();
        let depth = self.enter(path, depth)?;
        let fields = object.map_or::<&'static [Field], _>(&[], |object| object.fields);
        let mut seen = 0_u32;
        let mut others = Names::default();
        // Members mostly stand in the contract's order, so the next field is tried first.
        let (mut next, mut next_bit) = (0_usize, 1_u32);
        let empty = self.lexer.take(b'}');
        let mut ended = empty;
        while !ended {
            let at = self.lexer.at();
            let mut name = Text::default();
            if let Some(field) = fields.get(next)
                && self.lexer.take_member(field.name)
            {
                self.lexer.skip_whitespace();
            } else {
                name = self.name()?;
                self.colon()?;
                next = fields.iter().position(|field| name.is(field.name)).unwrap_or(fields.len());
                next_bit = bit(next);
            }
            if let Some(field) = fields.get(next) {
                let path = Path::Known(path, field.name);
                let again = seen & next_bit != 0;
                seen |= next_bit;
                next = next.wrapping_add(1);
                next_bit = next_bit.wrapping_shl(1);
                if again {
                    self.report(Rule::DuplicateKey, at, &path, &[]);
                    self.value(None, Role::None, &path, depth)?;
                } else {
                    if let Some(slot) = self.slots.get_mut(field.role.index()) {
                        slot.at = self.lexer.at();
                    }
                    self.field = field.provenance;
                    match (&field.kind, self.lexer.peek()) {
                        (Kind::Text(format), Some(b'"')) => {
                            self.text(*format, field.role, &path)?;
                        }
                        (kind, _) => self.value(Some(kind), field.role, &path, depth)?,
                    }
                }
            } else {
                if object.is_none() && name.is(OLDER_STEP.1) {
                    self.member_of_older_step(path);
                }
                let path = Path::Member(path, self.shown(name));
                self.flaw(&path);
                if others.earlier(name, at).is_some() {
                    self.report(Rule::DuplicateKey, at, &path, &[]);
                } else if object.is_some() {
                    self.unknown_field(fields, &name, at, &path);
                }
                self.value(None, Role::None, &path, depth)?;
            }
            ended = !self.lexer.take_comma_before_quote()
                && self.ends(b'}', Problem::ExpectedCommaOrBrace)?;
        }
        if seen != bit(fields.len()).wrapping_sub(1) && !self.settings.partial {
            self.missing(fields, seen, open, path);
        }
        if let Some(object) = object {
            self.tally.empty_object = empty;
            self.close(object.closing, open, path);
        }
        Ok(())
    }

    /// Reports a member that the contract does not know, or counts it where there were many.
    fn unknown_field(
        &mut self,
        fields: &'static [Field],
        name: &Text<'a>,
        at: usize,
        path: &Path<'_, 'a>,
    ) {
        if self.unknown_fields < MAX_UNKNOWN_FIELDS {
            let known = &mut fields.iter().map(|field| field.name);
            let suggestion = self.suggestion(name, known);
            self.report(Rule::UnknownField, at, path, suggestion.as_slice());
        } else if self.unknown_fields == MAX_UNKNOWN_FIELDS {
            self.first_unlisted = at;
        }
        self.unknown_fields = self.unknown_fields.saturating_add(1);
    }

    /// Reports how many members that the contract does not know are not reported one by one.
    fn unlisted_fields(&mut self) {
        let count = self.unknown_fields.saturating_sub(MAX_UNKNOWN_FIELDS);
        if count > 0 {
            let params =
                [("limit", Param::Number(MAX_UNKNOWN_FIELDS)), ("count", Param::Number(count))];
            self.report(Rule::UnknownFields, self.first_unlisted, &Path::Root, &params);
        }
    }

    /// A name as a path shows it: its start, or U+FFFD for a name that is not UTF-8. Paths are
    /// written for each issue, so that they must not take the time of a long name.
    fn shown(&self, name: Text<'a>) -> Text<'a> {
        if self.lexer.flaw().is_some() && str::from_utf8(&name.to_utf8()).is_err() {
            return Text { raw: "\u{FFFD}".as_bytes(), escaped: false };
        }
        // One character more than is shown says that there are more.
        name.start(MAX_SHOWN_NAME.saturating_add(1))
    }

    /// Notes that the current step has what steps of the provider's earlier API have, if `path` is
    /// that of its `configuration`.
    #[cold]
    fn member_of_older_step(&mut self, path: &Path<'_, 'a>) {
        if let Path::Member(Path::Item(Path::Known(Path::Root, _), _), name) = path {
            self.older_member |= name.is(OLDER_STEP.0);
        }
    }

    /// Reports the members that may not be left out and were not seen.
    fn missing(&mut self, fields: &'static [Field], seen: u32, open: usize, path: &Path<'_, 'a>) {
        for (index, field) in fields.iter().enumerate() {
            let rule = match field.presence {
                Presence::Required => Rule::Required,
                Presence::Expected => Rule::Expected,
                Presence::Optional => continue,
            };
            if seen & bit(index) == 0 {
                self.field = field.provenance;
                self.report(rule, open, &Path::Known(path, field.name), &[]);
            }
        }
    }

    /// Checks an array. The lexer stands at its bracket.
    fn array(
        &mut self,
        known: Option<(&'static Object, bool)>,
        path: &Path<'_, 'a>,
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
        let items = known.map(|(items, _)| Kind::Object(items));
        let mut index = 0_usize;
        let field = self.field;
        while !ended {
            self.field = field;
            self.value(items.as_ref(), Role::None, &Path::Item(path, index), depth)?;
            index = index.wrapping_add(1);
            ended = self.ends(b']', Problem::ExpectedCommaOrBracket)?;
        }
        Ok(())
    }

    /// Takes an opening brace or bracket and the white space after it; the depth inside.
    fn enter(&mut self, path: &Path<'_, 'a>, depth: usize) -> Result<usize, Stop> {
        if depth >= MAX_DEPTH {
            let limit = [("limit", Param::Number(MAX_DEPTH))];
            self.report(Rule::TooDeep, self.lexer.at(), path, &limit);
            return Err(Stop);
        }
        self.lexer.bump();
        self.lexer.skip_whitespace();
        Ok(depth.wrapping_add(1))
    }

    /// Takes what stands after a member or item: true for the end, false for a comma.
    fn ends(&mut self, close: u8, problem: Problem) -> Result<bool, Stop> {
        self.lexer.skip_whitespace();
        let next = self.lexer.peek();
        if next != Some(b',') && next != Some(close) {
            return Err(self.syntax(self.lexer.fault(problem)));
        }
        self.lexer.bump();
        if next == Some(close) {
            return Ok(true);
        }
        self.lexer.skip_whitespace();
        if self.lexer.peek() == Some(close) {
            return Err(self.syntax(self.lexer.fault(Problem::TrailingComma)));
        }
        Ok(false)
    }

    /// Takes a member's name.
    fn name(&mut self) -> Result<Text<'a>, Stop> {
        if self.lexer.peek() != Some(b'"') {
            return Err(self.syntax(self.lexer.fault(Problem::ExpectedKey)));
        }
        self.lexer.string().map_err(|fault| self.syntax(fault))
    }

    /// Takes the colon after a member's name, with its white space.
    fn colon(&mut self) -> Result<(), Stop> {
        self.lexer.skip_whitespace();
        if !self.lexer.take(b':') {
            return Err(self.syntax(self.lexer.fault(Problem::ExpectedColon)));
        }
        self.lexer.skip_whitespace();
        Ok(())
    }

    fn literal(&mut self, literal: &str) -> Result<(), Stop> {
        self.lexer.literal(literal).map_err(|fault| self.syntax(fault))
    }

    /// Takes a string and reports what its characters are not; nothing where they are not text.
    fn string(&mut self, path: &Path<'_, 'a>) -> Result<Option<Text<'a>>, Stop> {
        let text = self.lexer.string().map_err(|fault| self.syntax(fault))?;
        Ok((!self.flaw(path)).then_some(text))
    }

    /// Reports what the characters of the last string are not.
    fn flaw(&mut self, path: &Path<'_, 'a>) -> bool {
        let Some((flaw, at)) = self.lexer.flaw() else { return false };
        let rule = match flaw {
            Flaw::InvalidUtf8 => Rule::InvalidUtf8,
            Flaw::LoneSurrogate => Rule::LoneSurrogate,
        };
        self.report(rule, at, path, &[]);
        true
    }

    /// Checks a string. The lexer stands at its quote.
    fn text(&mut self, format: Format, role: Role, path: &Path<'_, 'a>) -> Result<(), Stop> {
        let at = self.lexer.at();
        let plain = self.lexer.plain_string();
        let text = match plain {
            Some(raw) => Text { raw, escaped: false },
            None => match self.string(path)? {
                Some(text) => text,
                None => return Ok(()),
            },
        };
        if self.settings.partial && text.is_blank() {
            return Ok(());
        }
        self.note(role, text);
        let broken = match format {
            Format::Filled if text.is_blank() => Some(Rule::Blank),
            Format::Any | Format::Filled => {
                if plain.is_none() {
                    self.characters(&text, format == Format::Any, at, path);
                }
                None
            }
            Format::OpenList(list) => {
                let listed = list.iter().position(|value| text.is(value));
                if role == Role::StepType {
                    self.listed_type = listed;
                }
                match listed {
                    Some(_) => None,
                    None if text.is_blank() => Some(Rule::Blank),
                    None => {
                        let suggestion = self.suggestion(&text, &mut list.iter().copied());
                        self.report(Rule::UnknownValue, at, path, suggestion.as_slice());
                        None
                    }
                }
            }
            _ => text.with_utf8(|text| broken_by(text, format)),
        };
        if let Some(rule) = broken {
            let bounds = [
                ("minimum", Param::Problem(MIN_VALIDITY.1)),
                ("maximum", Param::Problem(MAX_VALIDITY.1)),
            ];
            let params = if rule == Rule::DurationRange { bounds.as_slice() } else { &[] };
            self.report(rule, at, path, params);
        }
        Ok(())
    }

    /// Reports the characters that a text for people has by mistake.
    #[cold]
    fn characters(&mut self, text: &Text<'a>, multiline: bool, at: usize, path: &Path<'_, 'a>) {
        let Unicode { is_mark, is_nfc } = self.settings.unicode;
        let found = text.with_utf8(|bytes| {
            let text = str::from_utf8(bytes).unwrap_or_default();
            let (mut control, mut bidi, mut composable) = (false, false, false);
            for character in text.chars() {
                control |= is_control(character, multiline);
                bidi |= is_bidi_control(character);
                composable |= character >= FIRST_MARK;
            }
            let leading = text.chars().next().filter(|first| *first >= FIRST_MARK);
            [
                (Rule::ControlCharacter, control),
                (Rule::BidiControl, bidi),
                (Rule::LeadingMark, leading.is_some_and(is_mark)),
                (Rule::NotNfc, composable && text.len() <= MAX_NFC_BYTES && !is_nfc(text)),
            ]
        });
        for (rule, broken) in found {
            if broken {
                self.report(rule, at, path, &[]);
            }
        }
    }

    /// Checks the rule over several members of an object that ends here.
    fn close(&mut self, closing: Closing, open: usize, path: &Path<'_, 'a>) {
        match closing {
            Closing::None => {}
            Closing::IdentityDocument => self.close_document(path),
            Closing::Msisdn => self.close_msisdn(path),
            Closing::Step => self.close_step(open, path),
            Closing::Request => self.close_request(path),
        }
    }

    fn close_document(&mut self, path: &Path<'_, 'a>) {
        let [number, kind, country] =
            [Role::DocumentNumber, Role::DocumentType, Role::DocumentCountry]
                .map(|role| self.slot(role));
        if number.text.is_blank() || !country.text.is(DOCUMENT_COUNTRY) {
            return;
        }
        for (document_type, forms) in DOCUMENT_FORMS {
            if !kind.text.is(document_type) {
                continue;
            }
            let rule = match number.text.with_utf8(|number| document::read(number, forms)) {
                Verdict::Right => continue,
                Verdict::WrongEnd => Rule::CheckLetter,
                Verdict::OtherForm => Rule::DocumentNumber,
            };
            self.report(rule, number.at, &Path::Known(path, "document_number"), &[]);
        }
    }

    fn close_msisdn(&mut self, path: &Path<'_, 'a>) {
        let number = self.slot(Role::PhoneNumber);
        let digits = number.text.raw;
        if digits.is_empty() {
            return;
        }
        let code = self.slot(Role::CallingCode).text;
        let path = Path::Known(path, "phone_number");
        let code_digits =
            code.with_utf8(|code| if phone::is_calling_code(code) { code.len() } else { 1 });
        if !phone::is_number(digits, code_digits) {
            let limit = [("limit", Param::Number(MAX_PHONE_DIGITS))];
            self.report(Rule::PhoneNumber, number.at, &path, &limit);
        } else if let Some(lengths) = code.with_utf8(phone::lengths)
            && !lengths.allow(digits.len())
        {
            let plan = [("digits", Param::Lengths(lengths))];
            self.report(Rule::PhoneLength, number.at, &path, &plan);
        }
    }

    fn close_step(&mut self, open: usize, path: &Path<'_, 'a>) {
        let kind = self.slot(Role::StepType);
        if core::mem::take(&mut self.older_member) && !kind.is_present() && !self.older_contract {
            self.older_contract = true;
            self.report(Rule::OlderContract, open, path, &[]);
        }
        let typed = !kind.text.is_blank();
        for (step_type, role, name) in STEP_DETAILS {
            let details = self.slot(role);
            let due = kind.text.is(step_type);
            if !typed || due == details.is_present() || self.settings.partial {
                continue;
            }
            let path = Path::Known(path, name);
            let param = [("type", Param::Text(step_type))];
            if due {
                self.report(Rule::StepDetails, open, &path, &param);
            } else {
                self.report(Rule::StepMismatch, details.at, &path, &param);
            }
        }
        if typed && let Path::Item(_, index) = *path {
            if let Some(first) = self.earlier_step(&kind.text, index) {
                let first = [("first", Param::Step(first, ""))];
                let path = Path::Known(path, "identification_type");
                self.report(Rule::DuplicateStep, kind.at, &path, &first);
            }
            if kind.text.is("OTP") && self.slot(Role::ChannelExternal).text.raw.is_empty() {
                self.need_of_step(index);
            }
        }
        if let Some(slots) = self.slots.get_mut(Role::StepType.index()..) {
            slots.fill(Slot::default());
        }
    }

    /// The first step of the same type, if there was one; remembers this one otherwise.
    fn earlier_step(&mut self, text: &Text<'a>, index: usize) -> Option<usize> {
        if let Some(place) = self.listed_type.and_then(|listed| self.listed_steps.get_mut(listed)) {
            let earlier = *place;
            place.get_or_insert(index);
            return earlier;
        }
        self.other_steps.earlier(*text, index)
    }

    /// Remembers what an OTP step that the provider delivers needs of the actor.
    fn need_of_step(&mut self, step: usize) {
        let says = |role: Role, known: &str| self.slot(role).text.is(known);
        let by_phone = PHONE_CHANNELS.iter().any(|channel| says(Role::ChannelType, channel));
        let by_email = says(Role::ChannelType, EMAIL_CHANNEL);
        let email_factor = says(Role::TwoFactorType, EMAIL_FACTOR);
        // It is told of as required, unless that is overridden.
        let document_factor = self.settings.severities.of(Rule::Required) != Severity::Error
            && says(Role::TwoFactorType, DOCUMENT_FACTOR);
        let ways = [
            (by_phone, Role::Msisdn, "msisdn", "/otp_step/channel/type"),
            (by_email, Role::Email, "email", "/otp_step/channel/type"),
            (email_factor && !by_email, Role::Email, "email", "/otp_step/two_factor_type"),
            (
                document_factor,
                Role::DocumentNumber,
                "identity_document/document_number",
                "/otp_step/two_factor_type",
            ),
        ];
        for (place, (needed, role, name, by)) in self.needs.iter_mut().zip(ways) {
            if needed && place.is_none() {
                *place = Some(Need { role, name, step, by });
            }
        }
    }

    fn close_request(&mut self, path: &Path<'_, 'a>) {
        let actor = self.slot(Role::Actor);
        if !self.actor_is_object || self.settings.partial {
            return;
        }
        let path = Path::Known(path, "actor");
        for need in self.needs.into_iter().flatten() {
            if !self.slot(need.role).is_present() {
                let step = [("step", Param::Step(need.step, need.by))];
                self.report(Rule::NeededByStep, actor.at, &Path::Known(&path, need.name), &step);
            }
        }
    }

    fn slot(&self, role: Role) -> Slot<'a> {
        self.slots.get(role.index()).copied().unwrap_or_default()
    }

    fn set_slot(&mut self, role: Role, slot: Slot<'a>) {
        if let Some(place) = self.slots.get_mut(role.index()) {
            *place = slot;
        }
    }

    fn note(&mut self, role: Role, text: Text<'a>) {
        if let Some(slot) = self.slots.get_mut(role.index()) {
            slot.text = text;
        }
    }

    /// The parameter that names what somebody may have meant, where issues are written down.
    fn suggestion(
        &self,
        typed: &Text<'a>,
        known: &mut dyn Iterator<Item = &'static str>,
    ) -> Option<(&'static str, Param)> {
        self.issues.as_ref()?;
        nearest(&typed.to_text(), known).map(|name| ("suggestion", Param::Text(name)))
    }

    fn mismatch(&mut self, expected: Problem, found: Problem, at: usize, path: &Path<'_, 'a>) {
        let types = [("expected", Param::Problem(expected)), ("found", Param::Problem(found))];
        self.report(Rule::Type, at, path, &types);
    }

    /// Reports where the bytes stop being JSON.
    #[cold]
    fn syntax(&mut self, fault: Fault) -> Stop {
        let (line, column) =
            if self.issues.is_some() { position(self.bytes, fault.at) } else { (0, 0) };
        let params = [
            ("problem", Param::Problem(fault.problem)),
            ("line", Param::Number(line)),
            ("column", Param::Number(column)),
        ];
        self.report(Rule::JsonSyntax, fault.at, &Path::Root, &params);
        Stop
    }

    /// Counts an issue and, where they are written down, writes it at its place in the document.
    #[cold]
    #[inline(never)]
    fn report(
        &mut self,
        rule: Rule,
        offset: usize,
        path: &Path<'_, 'a>,
        params: &[(&'static str, Param)],
    ) {
        let severity = self.settings.severities.of(rule);
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
            // Most come in order; what is found at the end of an object goes back to its place.
            let mut rest = issues.as_mut_slice();
            while let [.., before, last] = &mut *rest
                && before.offset > last.offset
            {
                core::mem::swap(before, last);
                rest = rest.split_last_mut().map_or(&mut [], |(_, rest)| rest);
            }
        }
    }
}
