//! What packages bring beside the program, made of the command line itself: the manual page, completions for shells.

use std::io::{self, Write};

use clap::Command;
use clap_complete::{Generator as _, Shell};
use clap_mangen::Man;

use super::load::{command, is_of_clap, settings};

/// The name of the program.
const NAME: &str = "kojiview";

/// Writes the manual page, with a section for each command.
///
/// # Errors
///
/// Those of the writer.
pub fn write_man(to: &mut impl Write) -> io::Result<()> {
    let command = command().name(NAME).disable_help_subcommand(true);
    let page = Man::new(command.clone()).section("1").manual("User commands");
    page.render_title(to)?;
    page.render_name_section(to)?;
    page.render_synopsis_section(to)?;
    page.render_description_section(to)?;
    writeln!(
        to,
        ".PP\nSettings are read from flags, from variables of the environment (KOJIVIEW_ and the name of the flag), and from the file"
    )?;
    writeln!(
        to,
        "/etc/kojiview/kojiview.toml, each going over the next. SIGHUP has those of what readers see read again."
    )?;
    writeln!(to, ".SH COMMANDS")?;
    for subcommand in command.get_subcommands() {
        let about = subcommand.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(to, ".TP\n\\fB{NAME} {}\\fR\n{about}.", subcommand.get_name().replace('-', "\\-"))?;
    }
    // Those of serve are settings of the others, too.
    let known: Vec<String> = settings_of(&command, "serve");
    for subcommand in command.get_subcommands() {
        let is_serve = subcommand.get_name() == "serve";
        let own = subcommand.clone().mut_args(|argument| {
            let is_known = known.iter().any(|id| id == argument.get_id().as_str());
            argument.hide(is_known && !is_serve)
        });
        if own.get_arguments().all(|argument| argument.is_hide_set() || is_of_clap(argument)) {
            continue;
        }
        writeln!(to, ".SH \"{}\"", format!("{NAME} {}", subcommand.get_name()).to_uppercase())?;
        Man::new(own).render_options_section(to)?;
    }
    writeln!(
        to,
        ".SH FILES\n.TP\n/etc/kojiview/kojiview.toml\nSettings; kojiview sample\\-config writes one with all that there are."
    )?;
    writeln!(to, ".SH \"EXIT STATUS\"\n0 when it was asked to stop, 2 where a setting cannot be followed.")?;
    writeln!(to, ".SH \"SEE ALSO\"\nkoji(1), systemd.socket(5)")
}

/// The settings of a command, by their ids.
fn settings_of(command: &Command, name: &str) -> Vec<String> {
    let found = command.find_subcommand(name).into_iter().flat_map(settings);
    found.map(|argument| argument.get_id().to_string()).collect()
}

/// Writes the completions for a shell.
///
/// # Errors
///
/// Those of the writer.
pub fn write_completions(shell: Shell, to: &mut impl Write) -> io::Result<()> {
    let mut command = command();
    command.set_bin_name(NAME);
    command.build();
    shell.try_generate(&command, to)
}
