//! Spanish document numbers, as the orders describe them: Real Decreto 1553/2005 and Orden
//! INT/2058/2008 for people, Orden EHA/451/2008 for entities.

use identification_chain::contract::Rule;

/// The rule that a number breaks as a document of a type.
pub fn document(kind: &str, number: &str) -> Option<Rule> {
    let number: String = number
        .chars()
        .filter(|character| !matches!(character, ' ' | '-'))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    if !number.is_ascii() || number.len() != 9 {
        return Some(Rule::DocumentNumber);
    }
    let (first, end) = (&number[..1], &number[8..]);
    let middle = &number[1..8];
    if !middle.chars().all(|digit| digit.is_ascii_digit()) {
        return Some(Rule::DocumentNumber);
    }
    let is_letter = end.chars().all(|letter| letter.is_ascii_uppercase());
    let is_person = match first {
        "X" | "Y" | "Z" => true,
        "K" | "L" | "M" => kind != "NIE",
        _ => first.chars().all(|digit| digit.is_ascii_digit()) && kind != "NIE",
    };
    let is_entity = "ABCDEFGHJNPQRSUVW".contains(first) && kind == "NIF";
    if is_person && is_letter {
        // X is 0, Y is 1, Z is 2; K, L and M do not count.
        let leading = match first {
            "K" | "L" | "M" | "X" => "0",
            "Y" => "1",
            "Z" => "2",
            digit => digit,
        };
        let value: usize = format!("{leading}{middle}").parse().expect("digits");
        let letters = "TRWAGMYFPDXBNJZSQVHLCKE";
        return (&letters[value % 23..][..1] != end).then_some(Rule::CheckLetter);
    }
    if is_entity {
        let digits: Vec<u32> = middle.chars().filter_map(|digit| digit.to_digit(10)).collect();
        let even: u32 = [1, 3, 5].iter().map(|place| digits[*place]).sum();
        let odd: u32 = [0, 2, 4, 6]
            .iter()
            .map(|place| digits[*place] * 2)
            .map(|double| double / 10 + double % 10)
            .sum();
        let control = (10 - (even + odd) % 10) % 10;
        let letter = "JABCDEFGHI".chars().nth(control as usize).expect("a digit");
        let is_form = end.chars().all(|end| end.is_ascii_digit() || ('A'..='J').contains(&end));
        if !is_form {
            return Some(Rule::DocumentNumber);
        }
        return (end != control.to_string() && end != letter.to_string())
            .then_some(Rule::CheckLetter);
    }
    Some(Rule::DocumentNumber)
}
