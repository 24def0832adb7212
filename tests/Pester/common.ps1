# What every file begins with, dot-sourced in its BeforeAll: the built module, a state folder of the file's own, and a
# stand-in for the service that can be asked afterwards what was sent to it and what it sold.

$repository = (Resolve-Path "$PSScriptRoot/../..").Path

# Found by name, as an installed module is: the runspaces of ForEach-Object -Parallel load it by themselves.
$built = Join-Path $repository 'out'
if ($env:PSModulePath -notlike "$built*") { $env:PSModulePath = $built + [IO.Path]::PathSeparator + $env:PSModulePath }
Import-Module (Join-Path $built 'UgcLab/UgcLab.psd1')

$env:UGCLAB_STATE_HOME = Join-Path $TestDrive 'state'
$env:UGCLAB_CONFIG_HOME = Join-Path $TestDrive 'config'
Remove-Item Env:UGCLAB_API_KEY -ErrorAction Ignore

# Quiet unless a test listens.
$quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; InformationAction = 'SilentlyContinue' }
$boat = @{ Prompt = 'A paper boat sails down a rainy street'; Model = 'kling-2.6'; Duration = '5'; AspectRatio = '9:16' }

# Opens a rehearsal. Returns the folder that the service keeps its books in, which no other test shares.
function Connect-Rehearsal([hashtable] $Option = @{}, [hashtable] $With = @{}) {
    $folder = Join-Path $TestDrive "service-$([Guid]::NewGuid().ToString('N'))"
    $all = @{ Speed = 2000; VideoTime = 20; StatePath = $folder }
    foreach ($name in $Option.Keys) { $all[$name] = $Option[$name] }
    Connect-UgcLab -Simulator -SimulatorOption $all @With
    $folder
}

# How many requests have reached the service, by what they asked for.
function Get-Arrival([string] $Folder) {
    $head = Join-Path $Folder 'state.json'
    $counts = (Test-Path $head) ? (Get-Content -Raw $head | ConvertFrom-Json).arrivals : (0, 0, 0, 0, 0)
    [pscustomobject] @{ Any = $counts[0]; Create = $counts[1]; Job = $counts[2]; Projects = $counts[3]; Download = $counts[4] }
}

# The jobs in the service's own books: what was really sold, whatever its client believes.
function Get-Sold([string] $Folder) {
    $book = Join-Path $Folder 'jobs.jsonl'
    if (Test-Path $book) { Get-Content $book | Where-Object { $_ } | ConvertFrom-Json }
}

# Rows that differ in their prompts alone.
function Get-Row([int] $Count = 1, [hashtable] $Other = @{}) {
    foreach ($number in 1..$Count) {
        $row = [ordered] @{ Reference = "row-$number"; Prompt = "A paper boat sails down rainy street number $number"; Model = 'kling-2.6'; Duration = '5' }
        foreach ($name in $Other.Keys) { $row[$name] = $Other[$name] }
        [pscustomobject] $row
    }
}

function New-CsvFile([string] $Text, [string] $Encoding = 'utf8NoBOM') {
    $path = Join-Path $TestDrive "$([Guid]::NewGuid().ToString('N')).csv"
    Set-Content -LiteralPath $path -Value $Text -Encoding $Encoding
    $path
}

# Runs a script in a runspace of its own, for streams that cannot be redirected. Returns the instance, to be read and disposed.
function Invoke-Apart([string] $Script, [hashtable] $Argument = @{}) {
    $shell = [powershell]::Create()
    $output = $shell.AddScript($Script).AddParameters($Argument).Invoke()
    [pscustomobject] @{ Shell = $shell; Streams = $shell.Streams; Output = $output }
}

# The program and the first arguments that start this same pwsh again: pwsh by itself, or "dotnet exec pwsh.dll" for the
# one in the package on NuGet, which has no executable of its own.
function Get-OwnCommand {
    $program = [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { $program, 'exec', [Environment]::GetCommandLineArgs()[0] }
    else { $program }
}

# Runs a command in a new pwsh and returns what it prints; $LASTEXITCODE is its exit code.
function Invoke-Child([string] $Command) {
    $program, $first = @(Get-OwnCommand)
    & $program @first -NoProfile -NonInteractive -Command $Command 2>&1
}

# Starts a script in a new pwsh; what it prints goes to the files OUT and ERR of its folder.
function Start-Child([string] $Script) {
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive "child-$([Guid]::NewGuid().ToString('N'))")
    $file = Join-Path $folder 'child.ps1'
    Set-Content $file $Script
    $program, $arguments = @(Get-OwnCommand) + @('-NoProfile', '-NonInteractive', '-File', $file)
    $quoted = $arguments | ForEach-Object { "`"$_`"" }
    $process = Start-Process $program -PassThru -ArgumentList $quoted -RedirectStandardOutput (Join-Path $folder 'OUT') -RedirectStandardError (Join-Path $folder 'ERR')
    $null = $process.Handle
    $process | Add-Member NoteProperty Folder $folder.FullName -PassThru
}

# Waits until something is so; false after so many seconds.
function Wait-Until([scriptblock] $Condition, [double] $Seconds = 20) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) { return $false }
        Start-Sleep -Milliseconds 20
    }

    $true
}

# What is missing from a cmdlet's help: a sentence each; nothing when it is whole.
function Get-HelpGap([string] $Name) {
    $help = Get-Help $Name -Full
    if ($help.Synopsis -notmatch '^[A-Z].*[.?]$' -or $help.Synopsis -match "^\s*$Name ") { "no synopsis: '$($help.Synopsis)'" }
    if (-not ($help.Description.Text -join '')) { 'no description' }
    if (-not @($help.Examples.example).Where({ $_.code -match [regex]::Escape($Name) })) { 'no example that shows it' }
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    foreach ($parameter in (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common }) {
        $text = (@($help.parameters.parameter) | Where-Object name -EQ $parameter).description.Text -join ' '
        if ($text -notmatch '\w+ \w+') { "-$parameter is not described" }
    }
}

# Every heading of a table is a word, never the text of a script.
function Get-Heading([string] $Table) {
    $lines = @($Table -split '\r?\n' | Where-Object { $_.Trim() })
    $lines[0].Trim() -split '\s+'
}

# In case a person looks on: no colors in what the tests read.
$PSStyle.OutputRendering = 'PlainText'
