//! What a gateway says of a create with an idempotency key.

use crate::contract::{ID_LOST, IN_PROGRESS, KEY_REUSED, OUTCOME_UNKNOWN};

/// What a gateway says of a create with a key (RFC 9457).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GatewayProblem {
    /// Another request with the key is running.
    InProgress,
    /// It is not known whether the chain was created.
    OutcomeUnknown,
    /// The chain was created, and its id did not reach the gateway.
    IdLost,
    /// The key was used with another request.
    KeyReused,
}

impl GatewayProblem {
    /// The problem with a type. `None` for a type that is not a gateway's.
    #[must_use]
    pub fn of(kind: &str) -> Option<Self> {
        match kind {
            IN_PROGRESS => Some(Self::InProgress),
            OUTCOME_UNKNOWN => Some(Self::OutcomeUnknown),
            ID_LOST => Some(Self::IdLost),
            KEY_REUSED => Some(Self::KeyReused),
            _ => None,
        }
    }

    /// What it means, for messages.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::InProgress => "another request with this idempotency key is still running",
            Self::OutcomeUnknown => "the gateway does not know the outcome",
            Self::IdLost => "the chain was created, but its id did not reach the gateway",
            Self::KeyReused => "the idempotency key was used with another request",
        }
    }
}
