# What a user reads at the prompt: tables that fit, and examples that run as they are printed.

BeforeDiscovery {
    $root = Resolve-Path "$PSScriptRoot/../.."
    $views = ([xml] (Get-Content -Raw "$root/src/UgcLab.PowerShell/Module/UgcLab.Format.ps1xml")).Configuration.ViewDefinitions.View |
        Where-Object TableControl | ForEach-Object { @{ Name = $_.Name; Type = @($_.ViewSelectedBy.TypeName)[0]; View = $_ } }
    $pages = 'README.md', 'about_UgcLab', 'about_UgcLab_Errors', 'about_UgcLab_Simulator', 'about_UgcLab_Webhooks' | ForEach-Object {
        @{ Page = $_; File = "$root/$($_ -eq 'README.md' ? $_ : "src/UgcLab.PowerShell/Module/en-US/$_.help.txt")" }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
}

AfterAll { Disconnect-UgcLab }

Describe 'The table <Name>' -ForEach $views {
    It 'fits 80 columns with every heading whole' {
        # The properties that the view shows, with long values: it needs nothing else of the type.
        $sample = [ordered] @{}
        foreach ($property in $View.SelectNodes('.//PropertyName').InnerText + 'Time', 'State', 'Status', 'Durations', 'Tags' | Select-Object -Unique) {
            $sample[$property] = switch -Regex ($property) {
                '^(Ugc)?Id$' { 'clzz00000000000000000job1' }
                'Credits' { 1000000.25 }
                '^(Rows|Videos|Requests|Unconfirmed|NotSent|Saved|Length|Count|RowNumber|VariantIndex)$' { 100000 }
                '^(Time|FirstSeen)$' { [DateTimeOffset]::Now }
                default { 'A value that is longer than its column is wide' }
            }
        }

        $object = [pscustomobject] $sample
        $object.PSObject.TypeNames.Insert(0, $Type)
        $lines = ($object | Format-Table -View $Name | Out-String -Width 80) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $underline = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^[- ]*-[- ]*$' })
        $labels = $View.TableControl.TableHeaders.TableColumnHeader
        $items = $View.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem
        $headings = for ($i = 0; $i -lt $items.Count; $i++) { $labels[$i].Label ?? $items[$i].PropertyName }
        $lines[$underline - 1].Trim() -split '\s+' | Should -Be ($headings -split ' ')
    }
}

Describe 'A list of a job' {
    It 'names the computer on which another one has saved the file' {
        $saved = @{ UgcId = 'c1'; SavedPath = '/videos/a.mp4' }
        [UgcLab.UgcJob]($saved + @{ SavedOn = 'studio-2' }) | Format-List | Out-String | Should -Match 'SavedOn\s+: studio-2'
        [UgcLab.UgcJob]($saved + @{ SavedOn = [Environment]::MachineName }) | Format-List | Out-String | Should -Not -Match 'SavedOn'
    }
}

Describe 'A state' {
    It 'has the color of what it asks of the reader, in the style of the session' {
        [UgcLab.UgcView]::State('Failed', $PSStyle) | Should -Be "$($PSStyle.Formatting.Error)Failed$($PSStyle.Reset)"
        [UgcLab.UgcView]::State('Unconfirmed', $PSStyle) | Should -Be "$($PSStyle.Formatting.Warning)Unconfirmed$($PSStyle.Reset)"
        [UgcLab.UgcView]::State('Saved', $PSStyle) | Should -Be "$($PSStyle.Foreground.Green)Saved$($PSStyle.Reset)"
        [UgcLab.UgcView]::State('Running', $PSStyle) | Should -Be 'Running'
        [UgcLab.UgcView]::Count(0, 'Failed', $PSStyle) | Should -Be '0'
    }

    It 'has its color in tables and lists, and none when output is redirected or NO_COLOR is set' {
        $show = "Import-Module '$built/UgcLab'; Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 2000; VideoTime = 20 } 6>`$null
            `$job = New-UgcVideo -Prompt 'A boat in the rain' -Model kling-2.6 -Duration 5 | Wait-UgcJob
            `$job | Format-Table; `$job | Format-List"
        $green = [regex]::Escape($PSStyle.Foreground.Green)
        Invoke-Child "`$PSStyle.OutputRendering = 'Ansi'; $show" | Out-String | Should -Match "(?s)${green}Completed.*${green}Completed"
        Invoke-Child $show | Out-String | Should -Match '(?s)^[^\x1b]*Completed[^\x1b]*$'
        $terminal, $env:TERM = $env:TERM, 'xterm-256color'
        try { Invoke-Child $show | Out-String | Should -Not -Match "${green}Completed" }
        finally { $env:TERM = $terminal }
        $env:NO_COLOR = '1'
        try { Invoke-Child $show | Out-String | Should -Match '(?s)^[^\x1b]*Completed[^\x1b]*$' }
        finally { Remove-Item Env:NO_COLOR }
    }

    It 'has none where the output has none' {
        $null = Connect-Rehearsal
        New-UgcVideo @boat | Wait-UgcJob | Format-Table | Out-String | Should -Match 'Completed(?!.*\x1b)'
    }
}

Describe 'The examples' {
    BeforeAll {
        function Read-Host { ConvertTo-SecureString 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef' -AsPlainText -Force }
        function Get-Secret { [CmdletBinding()] param($Name, $Vault) Read-Host }
        function Invoke-RestMethod { }
        $env:UGCLAB_API_KEY = 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef'

        # What a reader has before: the example files, a session with the simulator, and a batch nov whose rows 3 and 4 are unconfirmed.
        $before = $PWD
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'examples-run')
        $null = New-Item -ItemType Directory "$folder/examples"
        Copy-Item "$repository/examples/*.*" $folder
        Copy-Item "$repository/examples/*.*" "$folder/examples"
        Copy-Item "$repository/examples/ads.csv" (New-Item -ItemType Directory "$folder/november").FullName
        Set-Location $folder
        $simulator = @{ Speed = 5000; VideoTime = 20; StatePath = "$folder/service" }
        Connect-UgcLab -Simulator -SimulatorOption ($simulator + @{ Credits = 1e6; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 3; Times = 2 } })
        $null = Import-Csv ./ads.csv | New-UgcVideo -Batch nov @quiet

        Register-UgcProfile clientA -SecretName ClientAKey

        # Runs commands one after another, each in a session with the simulator, whatever the one before has opened or closed.
        # Confirmations are answered with yes. Returns the errors, but for those of rows that are invalid or unconfirmed on purpose, of
        # rows that an earlier example has resolved, of questions, which a person answers, and of db.example.com, where no database is.
        function Invoke-Example([string[]] $Command) {
            $ConfirmPreference = 'None'
            foreach ($one in $Command) {
                Connect-UgcLab -Simulator -SimulatorOption $simulator 6>$null
                $errors = @()
                $global:Error.Clear()
                try { . ([scriptblock]::Create(($one -replace '\bexit\b', 'return'))) *>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $errors += $_ } } }
                catch { $errors += $_ }
                $errors | Where-Object { $_.FullyQualifiedErrorId -notmatch '^Ugc(OutcomeUnconfirmed|Duration\w*|RowNotUnconfirmed|BatchNotResolved)' -and "$_" -notmatch 'In a non-interactive session' -and -not ($one -match 'db\.example\.com' -and $_.FullyQualifiedErrorId -match '^UgcStoreUnavailable') } | ForEach-Object { "$one => $($_.FullyQualifiedErrorId): $_" }
            }
        }

        # The commands of a page, each with the lines that belong to it: in Markdown those of its blocks, in an about topic the indented ones.
        function Get-PageCommand([string] $File) {
            $isMarkdown = $File -like '*.md'
            $isCode = -not $isMarkdown
            $text = ''
            foreach ($line in Get-Content $File) {
                if ($isMarkdown -and $line -match '^```') { $isCode = $line -eq '```powershell'; continue }
                if (-not $isCode -or (-not $text -and $line -match 'Read-Host')) { continue }
                if ($isMarkdown) { $line = "        $line" }
                if (-not $text -and $line -notmatch "^ {8}(\`$\w+ = |\(?[A-Z]\w+-\w+ |\(?[A-Z]\w+-\w+$|\[UgcLab|try \{)|^ {4}try \{") { continue }
                if (-not $text -and ($line -notmatch 'Ugc|\$body|try' -or $line -match '^ +\S+ {3,}[A-Z]')) { continue }
                $text += $line.Trim() + "`n"
                $problems = $null
                $null = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems)
                if (-not $problems) {
                    $text
                    $text = ''
                }
            }
        }
    }

    AfterAll {
        Set-Location $before
        Remove-Item Env:UGCLAB_API_KEY
    }

    It 'of the help run as printed' {
        $examples = (Get-Command -Module UgcLab -CommandType Cmdlet | ForEach-Object { (Get-Help $_.Name).examples.example.code })
        $examples.Count | Should -BeGreaterThan 50
        Invoke-Example $examples | Should -BeNullOrEmpty
    }

    It 'of <Page> run as printed' -ForEach $pages {
        $commands = @(Get-PageCommand $File)
        $commands.Count | Should -BeGreaterThan 0
        Invoke-Example $commands | Should -BeNullOrEmpty
    }
}
