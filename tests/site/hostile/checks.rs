//! What holds of each answer, whatever a hub says.

use std::str::FromStr as _;

use axum::http::Uri;
use quick_xml::events::Event;
use scraper::{Html, Node};
use serde_json::Value;

use super::payloads::MARK;
use crate::harness::Answer;

/// Attributes that hold an address.
const ADDRESSES: [&str; 12] = [
    "action",
    "data-href",
    "data-icon",
    "formaction",
    "href",
    "hx-get",
    "hx-post",
    "poster",
    "src",
    "srcset",
    "xlink:href",
    "ping",
];

/// An answer of any kind: its headers, and its body as what it says it is.
#[track_caller]
pub fn is_safe(answer: &Answer, about: &str) {
    headers_are_ours(answer, about);
    match answer.header("content-type").split(';').next().unwrap_or_default() {
        "text/html" => html_is_ours(&Html::parse_document(&answer.body), about),
        "application/json" => drop(answer.json()),
        "text/plain" => assert_eq!(answer.header("x-content-type-options"), "nosniff", "{about}"),
        "" => assert!(answer.body.is_empty(), "{about}"),
        kind if kind.ends_with("xml") => xml_is_ours(&answer.body, about),
        other => panic!("{about}: {other}"),
    }
}

#[track_caller]
fn headers_are_ours(answer: &Answer, about: &str) {
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap_or_else(|_| panic!("{about}: {name} is not plain text: {value:?}"));
        let is_well_formed = match name.as_str() {
            "location" => is_inside(value),
            "etag" => is_tag(value),
            // There is none today.
            "content-disposition" | "link" => value.matches('"').count().is_multiple_of(2) && !value.contains('\\'),
            other => other != "set-cookie" && !other.contains(MARK) && !value.contains(MARK),
        };
        assert!(is_well_formed, "{about}: {name}: {value}");
    }
}

/// Is it an address of this site, as text that any client reads in the same way?
pub fn is_inside(address: &str) -> bool {
    let is_rooted = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    is_rooted && address.is_ascii() && Uri::from_str(address).is_ok_and(|uri| uri.host().is_none())
}

fn is_tag(value: &str) -> bool {
    let tag = value.strip_prefix("W/\"").and_then(|rest| rest.strip_suffix('"'));
    tag.is_some_and(|tag| tag.len() == 16 && tag.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Every element, attribute and comment is of a template, and every address leads where a link may.
#[track_caller]
pub fn html_is_ours(html: &Html, about: &str) {
    assert!(html.errors.is_empty(), "{about}: {:?}", html.errors);
    for node in html.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                assert!(!element.name().contains(MARK), "{about}: an element of the hub's");
                for (name, value) in element.attrs() {
                    let is_ours =
                        !name.contains(MARK) && !name.starts_with("on") && !["style", "srcdoc"].contains(&name);
                    assert!(is_ours, "{about}: {}: {name}={value}", element.name());
                    let is_icon = (element.name(), name) == ("link", "href") || name == "data-icon";
                    let is_picture = is_icon && value.starts_with("data:image/svg+xml,") && !value.contains(MARK);
                    assert!(
                        !ADDRESSES.contains(&name) || is_picture || leads_where_it_may(value),
                        "{about}: {}: {name}={value}",
                        element.name()
                    );
                }
                assert!(element.name() != "script" || node.children().next().is_none(), "{about}: a script inside");
                assert!(!["base", "iframe", "img", "object"].contains(&element.name()), "{about}: {}", element.name());
            }
            Node::Comment(comment) => assert!(!comment.contains(MARK), "{about}: a comment of the hub's"),
            _ => {}
        }
    }
}

/// Is it relative and of this site, or a web address? As a browser reads it, which leaves out what cannot be seen.
fn leads_where_it_may(address: &str) -> bool {
    let read: String = address.chars().filter(|c| !c.is_ascii_control()).collect();
    let read = read.trim();
    let scheme = read.split(['/', '?', '#']).next().and_then(|first| first.split_once(':')).map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) => ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => !read.starts_with("//") && !read.starts_with("/\\") && !read.starts_with('\\'),
    }
}

/// It is well formed, has no elements, attributes and comments but ours, and so has the HTML in it.
#[track_caller]
fn xml_is_ours(body: &str, about: &str) {
    let mut reader = quick_xml::Reader::from_str(body);
    reader.config_mut().check_end_names = true;
    let (mut open, mut text) = (0, String::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{about}: {error}: {body}"));
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let name = start.name().0.to_owned();
                assert!(!name.contains(MARK) && name != "script", "{about}: {name}");
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    let key = attribute.key.0.to_owned();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    assert!(!key.contains(MARK) && !key.starts_with("on"), "{about}: {name} {key}");
                    assert!(key != "href" || leads_where_it_may(&value), "{about}: {name} {key}={value}");
                }
                open += u32::from(matches!(event, Event::Start(_)));
                text.clear();
            }
            Event::End(ref end) => {
                // The changes of a build are HTML; what the channel is, is text.
                if end.name().0 == "description" && text.starts_with('<') {
                    html_is_ours(&Html::parse_fragment(&text), about);
                }
                open -= 1;
            }
            Event::Text(ref more) => text.push_str(more),
            Event::GeneralRef(ref name) => {
                text.push_str(&quick_xml::escape::unescape(&format!("&{};", &**name)).unwrap());
            }
            Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => panic!("{about}: {event:?}"),
            Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    assert_eq!(open, 0, "{about}");
    assert!(!body.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{about}: XML holds no controls");
}

/// Characters that turn text around or that nobody sees. Those that join letters (U+200C, U+200D) are of some scripts.
pub fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    turns || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Every text of an answer, keys too.
pub fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                found.push(name);
                texts(member, found);
            }
        }
        _ => {}
    }
}
