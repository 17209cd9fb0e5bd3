//! The requests, and the items of an `ErrorsResponse`, for serde.
//!
//! `new` takes the required members, in the contract's order. The other members are `None`. With
//! `..Type::new(…)` a new field breaks nothing. The checks run when a call is made. `Debug` shows no
//! field, so that no log has data of the person.
// Generated from src/contract/ by `make generate`.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::open_list::open_list;

/// Who is identified, by which steps, and for how long.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateChainIdentificationRequest {
    /// The person to identify.
    pub actor: IdentificationActorChain,
    /// Validity duration time (ISO-8601 format) from now.
    /// For example, `"PT15M"`.
    pub expires_in: String,
    /// Ordered array defining the identification steps (each step should be unique).
    pub sequence: Vec<ChainIdentificationStep>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl CreateChainIdentificationRequest {
    /// With the required members alone.
    #[must_use]
    pub fn new(
        actor: IdentificationActorChain,
        expires_in: impl Into<String>,
        sequence: Vec<ChainIdentificationStep>,
    ) -> Self {
        Self { actor, expires_in: expires_in.into(), sequence, other: Map::new() }
    }
}

/// The person to identify.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentificationActorChain {
    /// Given name.
    /// For example, `"James"`.
    pub name: String,
    /// Family name.
    /// For example, `"Smith"`.
    pub last_name: String,
    /// The document that proves the identity.
    pub identity_document: IdentityDocument,
    /// E-mail address, as an HTML `<input type=email>` accepts it. Required if a step uses it.
    /// For example, `"example@email.com"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Mobile phone number. Required if a step uses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub msisdn: Option<Msisdn>,
    /// ISO 639-1 code of the actor's language, in upper case.
    /// For example, `"ES"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl IdentificationActorChain {
    /// With the required members alone.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        last_name: impl Into<String>,
        identity_document: IdentityDocument,
    ) -> Self {
        Self {
            name: name.into(),
            last_name: last_name.into(),
            identity_document,
            email: None,
            msisdn: None,
            language: None,
            other: Map::new(),
        }
    }
}

/// An identity document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// The number on the document, with its check letter.
    /// For example, `"12345678A"`.
    pub document_number: String,
    /// The kind of document.
    /// For example, `"IDENTITY_CARD"`.
    pub document_type: DocumentType,
    /// ISO 3166-1 alpha-2 code of the issuing country, in upper case.
    /// For example, `"ES"`.
    pub country: String,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl IdentityDocument {
    /// With the required members alone.
    #[must_use]
    pub fn new(
        document_number: impl Into<String>,
        document_type: DocumentType,
        country: impl Into<String>,
    ) -> Self {
        Self {
            document_number: document_number.into(),
            document_type,
            country: country.into(),
            other: Map::new(),
        }
    }
}

open_list! {
    /// The kind of document. The server may know more values.
    DocumentType {
        IdentityCard = "IDENTITY_CARD",
        Nif = "NIF",
        Nie = "NIE",
        Passport = "PASSPORT",
    }
}

/// A mobile phone number (ITU-T E.164).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Msisdn {
    /// The national number, as a JSON number.
    /// For example, `6123456789`.
    pub phone_number: u64,
    /// The E.164 country code: 1 to 3 digits, without `+`.
    /// For example, `"34"`.
    pub country_code: String,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Msisdn {
    /// With the required members alone.
    #[must_use]
    pub fn new(phone_number: u64, country_code: impl Into<String>) -> Self {
        Self { phone_number, country_code: country_code.into(), other: Map::new() }
    }
}

/// One step of the chain. Each step has a different `identification_type`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainIdentificationStep {
    /// How this step identifies the person.
    /// For example, `"OTP"`.
    pub identification_type: IdentificationType,
    /// The details of a step of type `OTP`, which requires them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp_step: Option<OtpStep>,
    /// The details of a step of type `IDENTITY_DOCUMENT`, which requires them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_document_step: Option<IdentityDocumentStep>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ChainIdentificationStep {
    /// With the required members alone.
    #[must_use]
    pub fn new(identification_type: IdentificationType) -> Self {
        Self {
            identification_type,
            otp_step: None,
            identity_document_step: None,
            other: Map::new(),
        }
    }
}

open_list! {
    /// How this step identifies the person. The server may know more values.
    IdentificationType {
        Otp = "OTP",
        Agent = "AGENT",
        IdentityDocument = "IDENTITY_DOCUMENT",
    }
}

/// The details of a step with a one-time code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtpStep {
    /// What the step asks the actor for in addition to the code.
    /// For example, `"DOCUMENT_NUMBER"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two_factor_type: Option<TwoFactorType>,
    /// How the code reaches the actor.
    pub channel: OtpChannel,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl OtpStep {
    /// With the required members alone.
    #[must_use]
    pub fn new(channel: OtpChannel) -> Self {
        Self { two_factor_type: None, channel, other: Map::new() }
    }
}

open_list! {
    /// What the step asks the actor for in addition to the code. The server may know more values.
    TwoFactorType {
        DocumentNumber = "DOCUMENT_NUMBER",
        Email = "EMAIL",
        PersonalDocumentImage = "PERSONAL_DOCUMENT_IMAGE",
    }
}

/// The channel of a one-time code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtpChannel {
    /// The medium.
    /// For example, `"SMS"`.
    pub r#type: OtpChannelType,
    /// Whether another system than the provider's sends the code. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<bool>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl OtpChannel {
    /// With the required members alone.
    #[must_use]
    pub fn new(r#type: OtpChannelType) -> Self {
        Self { r#type, external: None, other: Map::new() }
    }
}

open_list! {
    /// The medium. The server may know more values.
    OtpChannelType {
        Sms = "SMS",
        Email = "EMAIL",
        Whatsapp = "WHATSAPP",
    }
}

/// The details of a step with an identity document.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IdentityDocumentStep {
    /// Who checks the document.
    /// For example, `"INTERNAL"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_type: Option<ProviderType>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

open_list! {
    /// Who checks the document. The server may know more values.
    ProviderType {
        Internal = "INTERNAL",
        External = "EXTERNAL",
    }
}

/// Why the chain is cancelled.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CancelIdentificationRequest {
    /// The reason why the process is going to be cancelled.
    /// For example, `"The client does not want to continue with the identification process."`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Members that are not in the contract. They are sent as they are, with a warning.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One error of the server.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ErrorItem {
    /// The provider's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A short description of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A reference to the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#ref: Option<String>,
    /// A long description of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

macro_rules! without_fields {
    ($($name:ident,)+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })+
    };
}

without_fields! {
    CreateChainIdentificationRequest,
    IdentificationActorChain,
    IdentityDocument,
    Msisdn,
    ChainIdentificationStep,
    OtpStep,
    OtpChannel,
    IdentityDocumentStep,
    CancelIdentificationRequest,
    ErrorItem,
}
