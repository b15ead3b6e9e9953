import {
  COMMON_METHODS,
  completionCommands,
  completionFlags,
  completionLines,
  type Flag,
  flagWords,
  indented,
  type Line,
} from './completion-words.ts';
import { NAMES_WORD } from './name-kind.ts';

/** For PowerShell 5 and later, which offers files by itself wherever the script gives nothing. */
export function powershellCompletion(): string {
  const commands = completionCommands();
  return `# PowerShell completion for slip, as printed by: slip completion powershell

Register-ArgumentCompleter -Native -CommandName slip -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $flags = @(
${indented(completionFlags().map(flagRow), 8)}
    )
    $commands = @(
${indented(
  commands.map(({ name, summary, words }) => `@{ Name = '${name}'; Tip = ${quoted(summary)}; Words = ${list(words)} }`),
  8,
)}
    )

    # What is known behind the words of a command that has options of its own.
    $lines = @{
${indented(completionLines().flatMap(lineRow), 8)}
    }

    function Test-Start($word, $start) {
        $word.StartsWith($start, [System.StringComparison]::Ordinal)
    }
    function Add-Word($text, $shown, $tip, $kind) {
        # A tip that is empty is an error.
        if (-not $tip) { $tip = $shown }
        [System.Management.Automation.CompletionResult]::new($text, $shown, $kind, $tip)
    }
    function Add-Words($words, $stem, $start, $tip) {
        foreach ($word in $words) {
            if (Test-Start $word $start) { Add-Word "$stem$word" $word $tip 'ParameterValue' }
        }
    }
    # Names that slip knows; in quotes unless they are plain words.
    function Add-Names($kind, $stem, $start) {
        $typed = $start.Trim("'", '"')
        foreach ($row in @(& slip ${NAMES_WORD} $kind @typedWords 2>$null)) {
            $name, $tip = "$row" -split "\`t", 2
            if (-not $name -or -not (Test-Start $name $typed)) { continue }
            $text = $name
            if ($name -notmatch '^\\w[\\w./:=+-]*$') {
                $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'"
            }
            Add-Word "$stem$text" $name $tip 'ParameterValue'
        }
    }
    # Files after the first @.
    function Add-Attachments($stem, $text) {
        $at = $text.IndexOf('@')
        if ($at -lt 0) { return }
        $stem += $text.Substring(0, $at + 1)
        $path = $text.Substring($at + 1)
        foreach ($file in [System.Management.Automation.CompletionCompleters]::CompleteFilename($path)) {
            Add-Word "$stem$($file.CompletionText)" $file.ListItemText $file.ToolTip 'ProviderItem'
        }
    }
    function Find-Valued($name) {
        $flags | Where-Object { $_.Takes -and $_.Names -ccontains $name } | Select-Object -First 1
    }

    # What stands before the word: the option whose value it is, and the words that are neither options nor values.
    $slot = $null
    $asked = $false
    $requestFlags = $flags
    $words = @()
    $typedWords = @()
    $line = $null
    foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $typed = $element.Extent.Text
        $typedWords += $typed.Trim("'", '"')
        if ($slot) { $slot = $null }
        elseif ($typed -like '-?*') {
            if ($typed -ceq '-h' -or $typed -ceq '--help') { $asked = $true }
            $slot = Find-Valued $typed
        }
        else {
            $words += $typed
            if ($lines.ContainsKey("$words")) {
                $line = $lines["$words"]
                $flags = $line.Flags
                if ($line.Request) { $flags += $requestFlags }
            }
        }
    }

    $value = $wordToComplete
    $stem = ''
    if (-not $slot -and $value -match '^(--[^=]+)=(.*)$') {
        $slot = Find-Valued $Matches[1]
        $stem = $Matches[1] + '='
        $value = $Matches[2]
    }

    if ($slot) {
        if ($slot.Takes -eq 'words') { Add-Words $slot.Words $stem $value $slot.Tip }
        elseif ($slot.Takes -eq 'names') { Add-Names $slot.Known $stem $value }
        elseif ($slot.Takes -eq 'attachment') { Add-Attachments $stem $value }
    }
    elseif (Test-Start $value '-') {
        foreach ($flag in $flags) {
            foreach ($name in $flag.Shown) {
                if (Test-Start $name $value) { Add-Word $name $name $flag.Tip 'ParameterName' }
            }
            if ($flag.Back -and (Test-Start $value '--no-') -and (Test-Start $flag.Back $value)) {
                Add-Word $flag.Back $flag.Back "Take back $($flag.Shown[-1])" 'ParameterName'
            }
        }
    }
    elseif ($line) {
        if ("$words" -ceq $line.Words) { Add-Words $line.Offers '' $value '' }
        if ($line.Known -and ($line.Many -or "$words" -ceq $line.Words)) { Add-Names $line.Known '' $value }
        if ($line.Request) { Add-Attachments '' $value }
    }
    elseif ($words.Count -eq 0 -and -not $asked) {
        foreach ($command in $commands) { Add-Words $command.Name '' $value $command.Tip }
        Add-Words ${list(COMMON_METHODS)} '' $value 'Method'
    }
    else {
        $first = if ($asked -and $words.Count -eq 0) { 'help' } else { $words[0] }
        $command = $commands | Where-Object { $_.Name -ceq $first }
        if ($command -and $words.Count -le 1) { Add-Words $command.Words '' $value $command.Tip }
        else { Add-Attachments '' $value }
    }
}
`;
}

/** Files are offered by PowerShell itself. */
function lineRow({ words, flags, offers, names, isMany, takesRequest }: Line): readonly string[] {
  const named = names === undefined ? '' : ` Known = '${names}'; Many = $${isMany};`;
  const known = takesRequest ? `${named} Request = $true;` : named;
  return [
    `'${words}' = @{ Words = '${words}'; Offers = ${list(offers === 'collections' ? [] : offers)};${known} Flags = @(`,
    ...flags.map((flag) => `    ${flagRow(flag)}`),
    ') }',
  ];
}

function flagRow(flag: Flag): string {
  const { short, long, negation, value, description } = flag;
  const fields = [
    `Shown = ${list(short === undefined ? [long] : [short, long])}`,
    ...(value === undefined ? [] : [`Names = ${list(flagWords(flag))}`, `Takes = '${value.kind}'`]),
    ...(value?.kind === 'words' ? [`Words = ${list(value.words)}`] : []),
    ...(value?.kind === 'names' ? [`Known = '${value.names}'`] : []),
    ...(negation === undefined ? [] : [`Back = '${negation}'`]),
    `Tip = ${quoted(description)}`,
  ];
  return `@{ ${fields.join('; ')} }`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
