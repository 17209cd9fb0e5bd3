//! The listed values that rules over several members ask for, as places in their lists. The check of
//! a string finds its place, so that these rules compare numbers and not texts.

use crate::contract::{
    CREATE_CHAIN, DOCUMENT_FORMS, Format, Kind, NEEDS, OTP, Object, Role, STEP_DETAILS,
};

/// The place of a value in the list of its field, from 1; 0 for a value that is not listed.
pub(super) type Place = u32;

/// The place of [`OTP`] among the types of steps.
pub(super) const OTP_PLACE: Place = place(Role::StepType, OTP);

/// The place of each type of [`STEP_DETAILS`].
pub(super) const STEP_PLACES: [Place; STEP_DETAILS.len()] = {
    let [(first, ..), (second, ..)] = STEP_DETAILS;
    [place(Role::StepType, first), place(Role::StepType, second)]
};

/// The place of each type of [`DOCUMENT_FORMS`].
pub(super) const DOCUMENT_PLACES: [Place; DOCUMENT_FORMS.len()] = {
    let [(first, _), (second, _), (third, _)] = DOCUMENT_FORMS;
    let kind = Role::DocumentType;
    [place(kind, first), place(kind, second), place(kind, third)]
};

/// The places of the values of each of [`NEEDS`], a bit for each.
pub(super) static NEED_PLACES: [u32; NEEDS.len()] = {
    let mut sets = [0; NEEDS.len()];
    let (mut needs, mut rest): (&[_], &mut [u32]) = (&NEEDS, &mut sets);
    while let ([need, later @ ..], [set, after @ ..]) = (needs, rest) {
        let mut values = need.values;
        while let [value, others @ ..] = values {
            *set |= 1_u32.wrapping_shl(place(need.by, value));
            values = others;
        }
        (needs, rest) = (later, after);
    }
    sets
};

/// Whether a set of places has a place.
pub(super) const fn has(places: u32, place: Place) -> bool {
    places.wrapping_shr(place) & 1 == 1
}

#[expect(clippy::panic, reason = "the compiler runs this, and fails if a value is not listed")]
const fn place(role: Role, value: &str) -> Place {
    let Some(body) = &CREATE_CHAIN.body else { panic!() };
    let Some(mut list) = list_of(body.object, role) else { panic!() };
    let mut place = 1;
    while let [listed, rest @ ..] = list {
        if is_same(listed.as_bytes(), value.as_bytes()) {
            return place;
        }
        list = rest;
        place = place.wrapping_add(1);
    }
    panic!()
}

/// The list of the field with a role, in an object or in one of its members.
const fn list_of(object: &Object, role: Role) -> Option<&'static [&'static str]> {
    let mut fields = object.fields;
    while let [field, rest @ ..] = fields {
        let found = match &field.kind {
            Kind::Text(Format::OpenList(list)) if field.role.index() == role.index() => Some(*list),
            Kind::Object(object) | Kind::Array { items: object, .. } => list_of(object, role),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        fields = rest;
    }
    None
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if *first_a != *first_b {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    a.is_empty() && b.is_empty()
}
