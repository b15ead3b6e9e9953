# PowerShell completion for slip, as printed by: slip completion powershell

Register-ArgumentCompleter -Native -CommandName slip -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $flags = @(
        @{ Shown = @('-X', '--request'); Names = @('-X', '--request'); Takes = 'words'; Words = @('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'); Tip = 'Method to use' }
        @{ Shown = @('--url'); Names = @('--url'); Takes = 'free'; Tip = 'URL to work with, as if it stood alone' }
        @{ Shown = @('-H', '--header'); Names = @('-H', '--header'); Takes = 'attachment'; Tip = 'Header Name: value to send' }
        @{ Shown = @('-A', '--user-agent'); Names = @('-A', '--user-agent'); Takes = 'attachment'; Tip = 'User-Agent to send; empty sends none' }
        @{ Shown = @('-e', '--referer'); Names = @('-e', '--referer'); Takes = 'attachment'; Tip = 'Referer to send; ;auto sets it on redirects' }
        @{ Shown = @('-b', '--cookie'); Names = @('-b', '--cookie'); Takes = 'attachment'; Tip = 'Cookies to send: a=1; b=2' }
        @{ Shown = @('-G', '--get'); Back = '--no-get'; Tip = 'Put the -d data in the query and send GET' }
        @{ Shown = @('--url-query'); Names = @('--url-query'); Takes = 'attachment'; Tip = 'Add to the query, percent-encoded' }
        @{ Shown = @('-I', '--head'); Back = '--no-head'; Tip = 'Send HEAD and print the headers' }
        @{ Shown = @('--compressed'); Back = '--no-compressed'; Tip = 'Ask for compression and decode it' }
        @{ Shown = @('--path-as-is'); Back = '--no-path-as-is'; Tip = 'Leave /../ and /./ in the path' }
        @{ Shown = @('--request-target'); Names = @('--request-target'); Takes = 'attachment'; Tip = 'Request target to send instead of the path' }
        @{ Shown = @('--offline'); Back = '--no-offline'; Tip = 'Print the request, send nothing' }
        @{ Shown = @('-d', '--data'); Names = @('-d', '--data', '--data-ascii'); Takes = 'attachment'; Tip = 'Body data, joined with &; @file reads it' }
        @{ Shown = @('--data-raw'); Names = @('--data-raw'); Takes = 'attachment'; Tip = 'Like --data, where @ means nothing' }
        @{ Shown = @('--data-binary'); Names = @('--data-binary'); Takes = 'attachment'; Tip = 'Like --data, where files are sent byte for byte' }
        @{ Shown = @('--data-urlencode'); Names = @('--data-urlencode'); Takes = 'attachment'; Tip = 'Like --data, percent-encoded' }
        @{ Shown = @('--json'); Names = @('--json'); Takes = 'attachment'; Tip = 'JSON body as typed, with its two headers' }
        @{ Shown = @('-F', '--form'); Names = @('-F', '--form'); Takes = 'attachment'; Tip = 'Part of a multipart form; @file attaches' }
        @{ Shown = @('--form-string'); Names = @('--form-string'); Takes = 'attachment'; Tip = 'Part of a multipart form, text as it stands' }
        @{ Shown = @('-T', '--upload-file'); Names = @('-T', '--upload-file'); Takes = 'files'; Tip = 'Send a file with PUT; - streams stdin' }
        @{ Shown = @('--as'); Names = @('--as'); Takes = 'words'; Words = @('json', 'form', 'multipart'); Tip = 'Shape of a body made of items' }
        @{ Shown = @('-u', '--user'); Names = @('-u', '--user'); Takes = 'attachment'; Tip = 'Basic credentials for this origin' }
        @{ Shown = @('--show-secrets'); Back = '--no-show-secrets'; Tip = 'Do not mask credentials in what is printed' }
        @{ Shown = @('-L', '--location'); Back = '--no-location'; Tip = 'Follow redirects' }
        @{ Shown = @('--max-redirs'); Names = @('--max-redirs'); Takes = 'free'; Tip = 'Redirects to follow at most (50); -1: no bound' }
        @{ Shown = @('--location-trusted'); Back = '--no-location-trusted'; Tip = 'Follow, and keep credentials across origins' }
        @{ Shown = @('-i', '--include'); Back = '--no-include'; Tip = 'Print the reply''s headers before its body' }
        @{ Shown = @('-v', '--verbose'); Back = '--no-verbose'; Tip = 'Show both sides of the exchange on stderr' }
        @{ Shown = @('-s', '--silent'); Back = '--no-silent'; Tip = 'No progress, no notes, no error messages' }
        @{ Shown = @('-S', '--show-error'); Back = '--no-show-error'; Tip = 'With -s, error messages all the same' }
        @{ Shown = @('--print'); Names = @('--print'); Takes = 'attachment'; Tip = 'What to print: any of H B h b m' }
        @{ Shown = @('--pretty'); Names = @('--pretty'); Takes = 'words'; Words = @('all', 'format', 'colors', 'none'); Tip = 'Indent and colour: all, format, colors, none' }
        @{ Shown = @('--style'); Names = @('--style'); Takes = 'words'; Words = @('auto', 'solarized', 'monokai', 'high-contrast', 'ansi-16'); Tip = 'Colour theme' }
        @{ Shown = @('-w', '--write-out'); Names = @('-w', '--write-out'); Takes = 'attachment'; Tip = 'Print this after the transfer: %{http_code}\n' }
        @{ Shown = @('-#', '--progress-bar'); Back = '--no-progress-bar'; Tip = 'Show a progress bar, terminal or not' }
        @{ Shown = @('--no-progress-meter'); Tip = 'No progress on the terminal' }
        @{ Shown = @('-o', '--output'); Names = @('-o', '--output'); Takes = 'files'; Tip = 'Write the body to a file; - is stdout' }
        @{ Shown = @('-O', '--remote-name'); Back = '--no-remote-name'; Tip = 'Write the body to a file named as in the URL' }
        @{ Shown = @('--output-dir'); Names = @('--output-dir'); Takes = 'folders'; Tip = 'Folder for -o, -O and --download' }
        @{ Shown = @('--create-dirs'); Back = '--no-create-dirs'; Tip = 'Make the folders that -o names' }
        @{ Shown = @('-D', '--dump-header'); Names = @('-D', '--dump-header'); Takes = 'files'; Tip = 'Write the headers to a file; - is stdout' }
        @{ Shown = @('--download'); Back = '--no-download'; Tip = 'Save the body safely, under the server''s name' }
        @{ Shown = @('--max-filesize'); Names = @('--max-filesize'); Takes = 'free'; Tip = 'Refuse a body larger than this, decoded' }
        @{ Shown = @('-f', '--fail'); Back = '--no-fail'; Tip = 'Exit 22 and no body on status 400 and above' }
        @{ Shown = @('--fail-with-body'); Back = '--no-fail-with-body'; Tip = 'Exit 22 on status 400 and above, body printed' }
        @{ Shown = @('--check-status'); Back = '--no-check-status'; Tip = 'Exit 3, 4 or 5 for a 3xx, 4xx or 5xx reply' }
        @{ Shown = @('-m', '--max-time'); Names = @('-m', '--max-time'); Takes = 'free'; Tip = 'Time the whole transfer may take' }
        @{ Shown = @('--connect-timeout'); Names = @('--connect-timeout'); Takes = 'free'; Tip = 'Time connecting may take, TLS included' }
        @{ Shown = @('--timeout'); Names = @('--timeout'); Takes = 'free'; Tip = 'Time without a byte before giving up' }
        @{ Shown = @('-x', '--proxy'); Names = @('-x', '--proxy'); Takes = 'free'; Tip = 'HTTP proxy; empty: none' }
        @{ Shown = @('-U', '--proxy-user'); Names = @('-U', '--proxy-user'); Takes = 'attachment'; Tip = 'Basic credentials for the proxy' }
        @{ Shown = @('--noproxy'); Names = @('--noproxy'); Takes = 'attachment'; Tip = 'Hosts without a proxy: a.b,.c,10.0.0.0/8, *' }
        @{ Shown = @('--resolve'); Names = @('--resolve'); Takes = 'attachment'; Tip = 'Address to use for a host and port' }
        @{ Shown = @('--unix-socket'); Names = @('--unix-socket'); Takes = 'files'; Tip = 'Connect to this Unix socket' }
        @{ Shown = @('-4', '--ipv4'); Back = '--no-ipv4'; Tip = 'IPv4 addresses only' }
        @{ Shown = @('-6', '--ipv6'); Back = '--no-ipv6'; Tip = 'IPv6 addresses only' }
        @{ Shown = @('--http1.1'); Back = '--no-http1.1'; Tip = 'HTTP/1.1 only' }
        @{ Shown = @('--http2'); Back = '--no-http2'; Tip = 'HTTP/2 where TLS agrees on it (the default)' }
        @{ Shown = @('--http2-prior-knowledge'); Back = '--no-http2-prior-knowledge'; Tip = 'HTTP/2 from the first byte, without asking' }
        @{ Shown = @('-k', '--insecure'); Back = '--no-insecure'; Tip = 'Do not check the server''s certificate' }
        @{ Shown = @('--cacert'); Names = @('--cacert'); Takes = 'files'; Tip = 'PEM certificates to trust instead of Node''s' }
        @{ Shown = @('-E', '--cert'); Names = @('-E', '--cert'); Takes = 'files'; Tip = 'Client certificate (PEM), maybe with its key' }
        @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'Private key of the client certificate (PEM)' }
        @{ Shown = @('-K', '--config'); Names = @('-K', '--config'); Takes = 'files'; Tip = 'Read options from a file; - is stdin' }
        @{ Shown = @('-q', '--disable'); Back = '--no-disable'; Tip = 'First argument: do not read your config file' }
        @{ Shown = @('--debug'); Back = '--no-debug'; Tip = 'Stack traces with error messages' }
        @{ Shown = @('-h', '--help'); Back = '--no-help'; Tip = 'Help: -h in short, --help in full' }
        @{ Shown = @('-V', '--version'); Back = '--no-version'; Tip = 'Version of slip, Node and what it is built on' }
    )
    $commands = @(
        @{ Name = 'demo'; Tip = 'Serve a small library-desk API to play with'; Words = @() }
        @{ Name = 'completion'; Tip = 'Completion script: bash, zsh, fish or powershell'; Words = @('bash', 'zsh', 'fish', 'powershell') }
        @{ Name = 'help'; Tip = 'Show this help, or one group of options'; Words = @('request', 'body', 'credentials', 'redirects', 'output', 'files', 'failing', 'connection', 'tls', 'general') }
    )

    function Test-Start($word, $start) {
        $word.StartsWith($start, [System.StringComparison]::Ordinal)
    }
    function Add-Word($text, $shown, $tip, $kind) {
        [System.Management.Automation.CompletionResult]::new($text, $shown, $kind, $tip)
    }
    function Add-Words($words, $stem, $start, $tip) {
        foreach ($word in $words) {
            if (Test-Start $word $start) { Add-Word "$stem$word" $word $tip 'ParameterValue' }
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
    $words = @()
    foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $typed = $element.Extent.Text
        if ($slot) { $slot = $null }
        elseif ($typed -like '-?*') {
            if ($typed -ceq '-h' -or $typed -ceq '--help') { $asked = $true }
            $slot = Find-Valued $typed
        }
        else { $words += $typed }
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
    elseif ($words.Count -eq 0 -and -not $asked) {
        foreach ($command in $commands) { Add-Words $command.Name '' $value $command.Tip }
        Add-Words @('get', 'post', 'put', 'patch', 'delete', 'head', 'options') '' $value 'Method'
    }
    else {
        $first = if ($asked -and $words.Count -eq 0) { 'help' } else { $words[0] }
        $command = $commands | Where-Object { $_.Name -ceq $first }
        if ($command -and $words.Count -le 1) { Add-Words $command.Words '' $value $command.Tip }
        else { Add-Attachments '' $value }
    }
}
