//! The rules for requests, each with its severity, provenance, message, reason and examples.

use super::shape::Provenance;

/// What a broken rule does to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The issue is not reported.
    Off,
    /// The issue is reported, and the request is sent.
    Warning,
    /// The issue is reported, and nothing is sent.
    Error,
}

impl Severity {
    /// The number of the severity in the order above, from 0.
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name that users write and read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A request that breaks or keeps a rule.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// The reference's request, [corrected](MENDED), with a JSON value at a JSON pointer.
    With(&'static str, &'static str),
    /// The reference's request, [corrected](MENDED), without the value at a JSON pointer.
    Without(&'static str),
    /// The whole body of a `cancelChain`.
    Body(&'static [u8]),
    /// A body of a `cancelChain`: a text, repeated.
    Repeated(&'static str, usize),
    /// A body of a `cancelChain` with this many members, from `x1` on.
    Members(usize),
    /// The reference's request, [corrected](MENDED), with this many items `1` in `sequence`.
    Items(usize),
    /// An option of the caller: its name and its value.
    Option(&'static str, &'static str),
    /// A value in JavaScript, as an expression.
    Value(&'static str),
}

/// The corrections with which the reference's request breaks no rule: JSON pointers and JSON values.
pub const MENDED: [(&str, &str); 2] = [
    ("/actor/identity_document/document_number", "\"12345678Z\""),
    ("/actor/msisdn/phone_number", "612345678"),
];

/// How much of a rule is in the JSON Schema and the OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InSchema {
    /// All of it.
    Yes,
    /// The part about listed values.
    Listed,
    /// Nothing: the rule is about bytes, or it is a warning. Schemas have neither.
    No,
}

/// The facts about a [`Rule`].
#[derive(Debug)]
pub struct RuleFacts {
    /// The stable id that users see and override.
    pub id: &'static str,
    /// The severity, unless the user overrides it.
    pub severity: Severity,
    /// Where the rule comes from.
    pub provenance: Provenance,
    /// The document and section it comes from.
    pub source: &'static str,
    /// Whether the severity is fixed, because nothing can be checked or sent safely without it.
    pub locked: bool,
}

/// Defines [`Rule`] and its facts in one table, so that a new rule is one entry.
macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident, $provenance:ident $source:literal, $lock:ident,
        $in_schema:ident, $message:literal, $reason:literal, $bad:expr, $good:expr;)+) => {
        /// A rule for requests. Its id identifies it in issues and in overrides.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`: ", $message)] $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the rule book.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The facts about the rule.
            #[must_use]
            pub const fn facts(self) -> &'static RuleFacts {
                match self {
                    $(Self::$name => {
                        const FACTS: RuleFacts = RuleFacts {
                            id: $id,
                            severity: Severity::$severity,
                            provenance: Provenance::$provenance,
                            source: $source,
                            locked: rules!(@ $lock),
                        };
                        &FACTS
                    })+
                }
            }

            /// [`RuleFacts::severity`] alone, which keeps the texts out of the module.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// [`RuleFacts::provenance`] alone, which keeps the texts out of the module.
            #[must_use]
            pub const fn provenance(self) -> Provenance {
                match self {
                    $(Self::$name => Provenance::$provenance,)+
                }
            }

            /// [`RuleFacts::locked`] alone, which keeps the texts out of the module.
            #[must_use]
            pub const fn is_locked(self) -> bool {
                match self {
                    $(Self::$name => rules!(@ $lock),)+
                }
            }

            /// The English message, which follows the path: `must be a string`. `{name}` is a
            /// parameter.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)+
                }
            }

            /// Why the rule exists.
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self {
                    $(Self::$name => $reason,)+
                }
            }

            /// How much of the rule is in the schemas.
            #[must_use]
            pub const fn in_schema(self) -> InSchema {
                match self {
                    $(Self::$name => InSchema::$in_schema,)+
                }
            }

            /// A request that breaks this rule alone, and a request that keeps it.
            #[must_use]
            pub const fn examples(self) -> [Example; 2] {
                use Example::{Body, Items, Members, Option, Repeated, Value, With, Without};
                match self {
                    $(Self::$name => [$bad, $good],)+
                }
            }
        }
    };
    (@ locked) => { true };
    (@ open) => { false };
}

rules! {
    JsonSyntax = "json-syntax", Error, Standard "RFC 8259", locked, No,
        "is not JSON: {problem}, at line {line}, column {column}",
        "A server accepts JSON and nothing else.",
        Body(b"{'reason': 'late'}"), Body(br#"{"reason": "late"}"#);
    ByteOrderMark = "byte-order-mark", Error, Standard "RFC 8259 §8.1", locked, No,
        "starts with a byte order mark, which JSON does not allow",
        "Some JSON parsers skip the mark and others fail.",
        Body(b"\xEF\xBB\xBF{}"), Body(b"{}");
    InvalidUtf8 = "invalid-utf8", Error, Standard "RFC 8259 §8.1", locked, No,
        "is not UTF-8",
        "The server would read other characters, or fail.",
        Body(b"{\"reason\": \"adi\xF3s\"}"), Body(b"{\"reason\": \"adi\xC3\xB3s\"}");
    LoneSurrogate = "lone-surrogate", Error, Standard "RFC 8259 §8.2", locked, No,
        "has half of a surrogate pair, which is not a character",
        "JSON parsers do not agree on what half of a pair means.",
        Body(br#"{"reason": "\ud83d"}"#), Body(br#"{"reason": "\ud83d\ude00"}"#);
    DuplicateKey = "duplicate-key", Error, Standard "RFC 8259 §4, RFC 7493 §2.3", locked, No,
        "is a duplicate key",
        "Of two members with the same name some JSON parsers use the first and others the last.",
        Body(br#"{"reason": "late", "reason": "lost"}"#), Body(br#"{"reason": "late"}"#);
    TooLarge = "too-large", Error, Logic "a request of this API has less than a kilobyte", locked, No,
        "is larger than {limit} bytes",
        "No request of this API is near that size.",
        Repeated(" ", 65_537), Body(b"{}");
    TooDeep = "too-deep", Error, Logic "a request of this API nests 5 levels", locked, No,
        "nests deeper than {limit} levels",
        "No request of this API is near that depth.",
        Repeated("{\"reason\":", 33), Body(br#"{"reason": "late"}"#);
    NotJson = "not-json", Error, Standard "RFC 8259 §3", locked, No,
        "is {found}, which JSON cannot represent",
        "`JSON.stringify` drops or changes such a value silently.",
        Value("{ reason: Number.NaN }"), Value("{ reason: 'late' }");
    PathParameter = "path-parameter", Error, Logic "RFC 3986 §3.3, §5.2.4", locked, No,
        "is not a valid path segment: {problem}",
        "The request would go to another path.",
        Option("orgId", ".."), Option("orgId", "acme");
    HeaderValue = "header-value", Error, Standard "RFC 9110 §5.5", locked, No,
        "is not a valid header value: {problem}",
        "A line break in a value would start another header.",
        Option("userAgent", "shop/2.1\r\n"), Option("userAgent", "shop/2.1");
    BaseUrl = "base-url", Error, Logic "RFC 3986 §3", locked, No,
        "is not a valid base URL: {problem}",
        "The personal data and the token would go to another server, or over the network in plain text.",
        Option("baseUrl", "https://user:password@example.com"), Option("baseUrl", "https://example.com/v1");
    OlderContract = "older-contract", Error, Provider "the provider's earlier API", open, No,
        "is a step of the provider's earlier API: in this API a step has identification_type, otp_step and identity_document_step, and a document has a country",
        "A request of the earlier API breaks most of the other rules. This rule replaces them.",
        With("/sequence/1", r#"{"configuration": {"identificationType": "AGENT"}}"#),
        With("/sequence/1", r#"{"identification_type": "AGENT"}"#);
    Type = "type", Error, Reference "the example request bodies", open, Yes,
        "must be {expected}, not {found}",
        "A server ignores a value of the wrong type, or fails.",
        With("/actor/msisdn/phone_number", r#""612345678""#), With("/actor/msisdn/phone_number", "612345678");
    Required = "required", Error, Reference "the request's tables", open, Yes,
        "is missing",
        "The API requires it, or nobody can be identified without it.",
        Without("/actor/last_name"), With("/actor/last_name", r#""Smith""#);
    Expected = "expected", Warning, Reference "the example request bodies", open, No,
        "is missing, though every published example has it",
        "No documentation says that it is optional.",
        Without("/sequence/2/identity_document_step/provider_type"),
        With("/sequence/2/identity_document_step", r#"{"provider_type": "INTERNAL"}"#);
    Blank = "blank", Error, Logic "an identification needs somebody to identify", open, Yes,
        "is blank",
        "Characters that nobody sees identify nobody: white space, control characters, U+2800 and Unicode's `Default_Ignorable_Code_Point`s such as U+200B.",
        With("/actor/name", r#"" ""#), With("/actor/name", r#""James""#);
    ControlCharacter = "control-character", Warning, Standard "Unicode §23.1", open, No,
        "has a control character",
        "Nobody types a control character into a name, so it is probably a defect in the data. A reason may have line breaks and tabs.",
        With("/actor/name", r#""James\u0007""#), With("/actor/name", r#""James""#);
    BidiControl = "bidi-control", Warning, Standard "UAX #9 §2, UTR #36 §2.5", open, No,
        "has a character that overrides the direction of text",
        "With such a character people read a different text than machines do.",
        With("/actor/name", r#""James\u202e""#), With("/actor/name", r#""דוד""#);
    LeadingMark = "leading-mark", Warning, Standard "Unicode §3.6, D52", open, No,
        "starts with a combining mark, which has no character to combine with",
        "The start of the text was cut off, or the mark combines with the text before it.",
        With("/actor/name", r#""\u0301lvaro""#), With("/actor/name", r#""Álvaro""#);
    NotNfc = "not-nfc", Warning, Standard "UAX #15", open, No,
        "is not in Unicode's composed form, NFC",
        "A server that compares names takes two forms of one name for two names.",
        With("/actor/name", r#""A\u0301lvaro""#), With("/actor/name", r#""Álvaro""#);
    UnknownField = "unknown-field", Warning, Reference "the request's tables", open, No,
        "is not a field of the API{suggestion}; it is sent as it is",
        "It is a typing error, or a field that is newer than this package.",
        With("/actor/lastName", r#""Smith""#), With("/actor/last_name", r#""Smith""#);
    UnknownFields = "unknown-fields", Warning, Reference "the request's tables", locked, No,
        "has more than {limit} unknown fields, which are sent as they are; not listed: {count}",
        "A body with so many unknown fields is not a request of this API, and nobody reads hundreds of issues. The severity is that of `unknown-field`.",
        Members(51), Body(br#"{"reason": "late"}"#);
    MoreIssues = "more-issues", Error, Logic "nobody reads hundreds of issues", locked, No,
        "has more than {limit} issues; not listed: {count}",
        "To list thousands of issues takes many times longer than to find them. An issue counts once for each unknown name in its path. It is a warning if no issue that is not listed is an error.",
        Items(101), Body(br#"{"reason": "late"}"#);
    UnknownValue = "unknown-value", Warning, Reference "the example request bodies", open, No,
        "is not a value that the API is known to accept{suggestion}; it is sent as it is",
        "It is a typing error, or a value that is newer than this package.",
        With("/sequence/1/identification_type", r#""AGENTS""#), With("/sequence/1/identification_type", r#""AGENT""#);
    Duration = "duration", Error, Standard "ISO 8601-1:2019 §5.5.2", open, Yes,
        "is not an ISO 8601 duration, such as PT15M or P1DT12H",
        "The API accepts no other form.",
        With("/expires_in", r#""15 minutes""#), With("/expires_in", r#""PT15M""#);
    DurationZero = "duration-zero", Error, Logic "a chain needs some time to be valid", open, Yes,
        "is a zero duration",
        "The chain would expire as soon as it is created.",
        With("/expires_in", r#""PT0S""#), With("/expires_in", r#""PT90S""#);
    DurationRange = "duration-range", Warning, Provider "the agent and OTP processes", open, No,
        "may be outside the range of {minimum} to {maximum} that the provider's other processes accept",
        "The provider's other processes refuse a shorter or longer validity.",
        With("/expires_in", r#""P1M""#), With("/expires_in", r#""P28D""#);
    Email = "email", Error, Standard "HTML §4.10.5.1.5, RFC 5321 §4.5.3.1", open, Yes,
        "is not an e-mail address",
        "No message would arrive. The rule is the one of HTML, which browsers check: it accepts `a..b@c.com`, although RFC 5321 does not.",
        With("/actor/email", r#""james.example.com""#), With("/actor/email", r#""james@example.com""#);
    EmailDomain = "email-domain", Warning, Standard "RFC 5321 §2.3.5", open, No,
        "has no dot in its domain",
        "The public Internet has no such domain. The end of an address such as `james@example` was probably forgotten.",
        With("/actor/email", r#""james@example""#), With("/actor/email", r#""james@example.com""#);
    Country = "country", Error, Standard "ISO 3166-1 alpha-2", open, Yes,
        "is not a country code of two upper-case letters, such as ES",
        "The API accepts no other form.",
        With("/actor/identity_document/country", r#""ESP""#), With("/actor/identity_document/country", r#""ES""#);
    CountryUnassigned = "country-unassigned", Warning, Standard "ISO 3166-1 alpha-2", open, No,
        "is a country code that ISO 3166-1 has not assigned",
        "No country has the code. An example is UK, where GB is meant.",
        With("/actor/identity_document/country", r#""UK""#), With("/actor/identity_document/country", r#""GB""#);
    Language = "language", Error, Standard "ISO 639-1", open, Yes,
        "is not a language code of two upper-case letters, such as ES",
        "The API accepts no other form, and upper case only.",
        With("/actor/language", r#""es-ES""#), With("/actor/language", r#""ES""#);
    LanguageUnassigned = "language-unassigned", Warning, Standard "ISO 639-1", open, No,
        "is a language code that ISO 639-1 has not assigned",
        "No language has the code. An example is JP, where JA is meant.",
        With("/actor/language", r#""JP""#), With("/actor/language", r#""JA""#);
    CallingCode = "calling-code", Error, Standard "ITU-T E.164 §6.2.1", open, Yes,
        "is not a calling code: 1 to 3 digits without +, such as 34",
        "The API accepts no other form.",
        With("/actor/msisdn/country_code", r#""+34""#), With("/actor/msisdn/country_code", r#""34""#);
    CallingCodeUnassigned = "calling-code-unassigned", Warning, Standard "ITU-T E.164", open, No,
        "is a calling code that is not assigned",
        "No phone can be called with the code.",
        With("/actor/msisdn/country_code", r#""999""#), With("/actor/msisdn/country_code", r#""34""#);
    PhoneNumber = "phone-number", Error, Standard "ITU-T E.164 §6.1", open, Yes,
        "is not a phone number: it must be positive and have at most {limit} digits with its country code",
        "No phone has a longer number.",
        With("/actor/msisdn/phone_number", "61234567890123"), With("/actor/msisdn/phone_number", "612345678");
    PhoneLength = "phone-length", Warning, Standard "the numbering plan of the country code", open, No,
        "has the wrong number of digits for its country code; expected {digits}",
        "A number with a digit too many or too few reaches nobody, or somebody else.",
        With("/actor/msisdn/phone_number", "6123456789"), With("/actor/msisdn/phone_number", "612345678");
    DocumentNumber = "document-number", Warning, Standard "Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008", open, No,
        "does not have the form of a Spanish document number of its type",
        "A number with another form probably belongs to another country or type.",
        With("/actor/identity_document/document_number", r#""AB123456""#),
        With("/actor/identity_document", r#"{"document_number": "AB123456", "document_type": "PASSPORT", "country": "ES"}"#);
    CheckLetter = "check-letter", Warning, Standard "Spain: Real Decreto 1553/2005, Orden INT/2058/2008, Orden EHA/451/2008", open, No,
        "has the wrong check letter or digit for a Spanish document number",
        "The check letter reveals most typing errors. The reference's own example breaks this rule, so it cannot be an error.",
        With("/actor/identity_document/document_number", r#""12345678A""#), With("/actor/identity_document/document_number", r#""12345678Z""#);
    EmptySequence = "empty-sequence", Error, Logic "a chain without steps identifies nobody", open, Yes,
        "has no steps",
        "The chain would do nothing.",
        With("/sequence", "[]"), With("/sequence", r#"[{"identification_type": "AGENT"}]"#);
    DuplicateStep = "duplicate-step", Error, Reference "sequence: each step should be unique", open, Listed,
        "has the same identification_type as {first}",
        "The reference says that each step should be unique.",
        With("/sequence", r#"[{"identification_type": "AGENT"}, {"identification_type": "AGENT"}]"#),
        With("/sequence", r#"[{"identification_type": "AGENT"}]"#);
    StepDetails = "step-details", Error, Logic "the example request body", open, Yes,
        "is missing; a step of type {type} needs it",
        "Without its details nobody knows how to do the step.",
        Without("/sequence/0/otp_step"),
        With("/sequence/0/otp_step", r#"{"channel": {"type": "SMS"}}"#);
    StepMismatch = "step-mismatch", Warning, Logic "the example request body", open, No,
        "belongs only to a step of type {type}",
        "Either the type of the step is wrong, or nobody reads these details.",
        With("/sequence/1/otp_step", r#"{"channel": {"type": "SMS"}}"#),
        With("/sequence/1", r#"{"identification_type": "AGENT"}"#);
    NeededByStep = "needed-by-step", Error, Logic "the code must reach the actor", open, Yes,
        "is missing; {step} needs it",
        "The step could not reach the person, or check what it asks for.",
        Without("/actor/msisdn"),
        With("/sequence/0/otp_step/channel", r#"{"type": "EMAIL"}"#);
}

impl Rule {
    /// The place of the rule in [`Rule::ALL`].
    #[expect(clippy::as_conversions, reason = "the discriminant of an enum without fields")]
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The text before and after a suggestion in a message.
pub const SUGGESTION: (&str, &str) = (" (did you mean ", "?)");
