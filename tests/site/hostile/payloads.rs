//! What a hostile hub puts into its texts.

/// It stands in each payload, and in nothing of the demo or of ours.
pub const MARK: &str = "kvx1";

/// What is put into texts. Names have to be found again by what they are called, so none that can stand in an address
/// has a `-`, at which NVRs are split, or a `:`, at which epochs are; what has one stands in free text.
pub struct Payload {
    /// Behind each name.
    pub name: &'static str,
    /// Behind each free text.
    pub text: &'static str,
    /// So many times, behind the first texts of an answer.
    pub times: usize,
    /// What an address becomes; with none it gets the name behind it.
    pub addresses: &'static [&'static str],
    /// The end of each line of a log, in at most half as many bytes as the line has.
    pub line: &'static str,
}

impl Payload {
    /// Can a name with it stand in the path of one of our addresses?
    pub fn stands_in_a_path(&self) -> bool {
        self.stands_in_a_parameter() && !self.name.contains('/')
    }

    /// The same of a parameter.
    pub fn stands_in_a_parameter(&self) -> bool {
        !self.name.chars().any(char::is_control)
    }
}

/// What opens elements and gives them attributes.
pub const MARKUP: Payload = Payload {
    name: "\"><kvx1 onkvx1=1>'><kvx1 onkvx1=1 y",
    text: "\"><script>alert('kvx1')</script>'><img src=x onerror=kvx1()><svg onload=kvx1()><!-- <kvx1 onkvx1='1'>",
    times: 1,
    addresses: &[],
    line: "<kvx1 onkvx1=1>",
};

/// What ends the elements that text stands in. A name has a `/`, so its page is at its id.
pub const ENDS: Payload = Payload {
    name: "</title></textarea></option></script></svg><kvx1>",
    text: "--></title></style></script></textarea></select></template></pre>]]><kvx1 onkvx1=1>",
    times: 1,
    addresses: &[],
    line: "</samp><kvx1>",
};

/// Addresses that would run a script, or leave the site by a name; and what is markup once it was unescaped once too often.
pub const ADDRESSES: Payload = Payload {
    name: "\\\\kvx1.example.org&lt;kvx1&gt;%3Ckvx1%3E",
    text: " javascript:kvx1() data:text/html,<script>kvx1()</script> //kvx1.example.org &lt;kvx1 onkvx1=1&gt; &amp;lt;kvx1&amp;gt; {{ kvx1 }}",
    times: 1,
    addresses: &[
        "javascript:kvx1()",
        "javascript://kvx1.example.org/%0Akvx1()",
        " \u{1}java\tscript://kvx1%0akvx1()",
        "data:text/html,<script>kvx1()</script>",
        "data://text/html,<kvx1>",
        "vbscript:kvx1",
        "//kvx1.example.org/",
        "https://kvx1.example.org/\"><kvx1 onkvx1=1>",
        "file:///etc/kvx1",
        "https://kvx1.example.org/&quot;&gt;&lt;kvx1&gt;?a=%22%3E%3Ckvx1%3E",
    ],
    line: "javascript:kvx1",
};

/// What turns text around, and what nobody sees.
pub const HIDDEN: Payload = Payload {
    name: "\u{202e}kvx1\u{2066}\u{200b}\u{feff}\u{2060}\u{200e}\u{200f}\u{61c}",
    text: "\u{202a}kvx1\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200b}\u{feff}",
    times: 1,
    addresses: &["https://kvx1.example.org/\u{202e}gpj.exe\u{2066}\u{200b}"],
    line: "\u{202e}kvx1\u{200b}",
};

/// What would end a line of a header, and all the controls that are not of XML.
pub const CONTROLS: Payload = Payload {
    name: "\r\nSet-Cookie: kvx1=1\r\n\r\n\0\u{1}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}\u{9b}\u{fffe}",
    text: "\r\nLocation: //kvx1.example.org/\r\n\r\n<kvx1>\0\u{1}\u{1b}]0;kvx1\u{7}\u{2028}\u{2029}\u{fdd0}\u{ffff}",
    times: 1,
    addresses: &["https://kvx1.example.org/\r\nSet-Cookie: kvx1=1\0\u{1b}"],
    line: "\u{1b}[31mkvx1\u{1}",
};

/// Texts of a hundred kilobytes.
pub const LONG: Payload = Payload { name: "kvx1", text: "kvx1 ", times: 20_000, addresses: &[], line: "kvx1kvx1kvx1" };
