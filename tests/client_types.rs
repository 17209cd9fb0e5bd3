//! The types of requests for Rust front-ends: their JSON, and that `Debug` shows no values.
#![cfg(all(feature = "client", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, as it should")]

use identification_chain::check::{Settings, tally};
use identification_chain::client::types::{
    CancelIdentificationRequest, ChainIdentificationStep, CreateChainIdentificationRequest,
    DocumentType, IdentificationActorChain, IdentificationType, IdentityDocument,
    IdentityDocumentStep, Msisdn, OtpChannel, OtpChannelType, OtpStep, ProviderType, TwoFactorType,
};
use identification_chain::contract::{CANCEL_CHAIN, CREATE_CHAIN};
use serde_json::{Value, from_str, json, to_string, to_value};

fn example() -> &'static str {
    CREATE_CHAIN.body.as_ref().unwrap().example
}

#[test]
fn the_references_request_can_be_built() {
    let document = IdentityDocument::new("12345678A", DocumentType::IdentityCard, "ES");
    let request = CreateChainIdentificationRequest::new(
        IdentificationActorChain {
            email: Some("example@email.com".into()),
            msisdn: Some(Msisdn::new(6_123_456_789, "34")),
            language: Some("ES".into()),
            ..IdentificationActorChain::new("James", "Smith", document)
        },
        "PT15M",
        vec![
            ChainIdentificationStep {
                otp_step: Some(OtpStep {
                    two_factor_type: Some(TwoFactorType::DocumentNumber),
                    ..OtpStep::new(OtpChannel {
                        external: Some(false),
                        ..OtpChannel::new(OtpChannelType::Sms)
                    })
                }),
                ..ChainIdentificationStep::new(IdentificationType::Otp)
            },
            ChainIdentificationStep::new(IdentificationType::Agent),
            ChainIdentificationStep {
                identity_document_step: Some(IdentityDocumentStep {
                    provider_type: Some(ProviderType::Internal),
                    ..IdentityDocumentStep::default()
                }),
                ..ChainIdentificationStep::new(IdentificationType::IdentityDocument)
            },
        ],
    );
    assert_eq!(to_value(&request).unwrap(), from_str::<Value>(example()).unwrap());
    assert!(from_str::<CreateChainIdentificationRequest>(example()).unwrap() == request);
    let body = to_string(&request).unwrap();
    let found = tally(&CREATE_CHAIN, body.as_bytes(), &Settings::default());
    assert_eq!((found.errors, found.warnings), (0, 2));
}

#[test]
fn unknown_members_are_kept() {
    let mut value: Value = from_str(example()).unwrap();
    *value.pointer_mut("/actor/identity_document/document_type").unwrap() = json!("VISA");
    *value.pointer_mut("/actor/language").unwrap() = json!("EO");
    let more = json!({ "a": [1.5, null, 12_345_678_901_234_567_890_u64] });
    value.pointer_mut("/actor").unwrap().as_object_mut().unwrap().insert("new".into(), more);
    let request: CreateChainIdentificationRequest = from_str(&value.to_string()).unwrap();
    let document_type = &request.actor.identity_document.document_type;
    assert_eq!(*document_type, DocumentType::Other("VISA".into()));
    assert_eq!(to_value(&request).unwrap(), value);
}

#[test]
fn missing_members_are_not_sent() {
    let none = CancelIdentificationRequest::default();
    assert_eq!(to_string(&none).unwrap(), "{}");
    assert!(tally(&CANCEL_CHAIN, b"{}", &Settings::default()).empty_object);
}

#[test]
fn known_values_are_those_of_the_contract() {
    for known in DocumentType::KNOWN {
        assert_eq!(DocumentType::from(known.as_str()), *known);
    }
    let sent: Vec<_> = OtpChannelType::KNOWN.iter().map(OtpChannelType::as_str).collect();
    assert_eq!(sent, ["SMS", "EMAIL", "WHATSAPP"]);
}

#[test]
fn debug_shows_no_data_of_the_person() {
    let request: CreateChainIdentificationRequest = from_str(example()).unwrap();
    assert_eq!(format!("{request:?}"), "CreateChainIdentificationRequest { .. }");
    assert_eq!(format!("{:?}", request.actor), "IdentificationActorChain { .. }");
}
