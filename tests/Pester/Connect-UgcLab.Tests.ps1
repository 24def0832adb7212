BeforeAll {
    . $PSScriptRoot/common.ps1
    $canary = 'ugc_' + ('c0ffee' * 8)
}

AfterAll { Disconnect-UgcLab }

Describe 'Connect-UgcLab' {
    It 'opens a rehearsal that needs no key and no network' {
        $session = Connect-UgcLab -Simulator -PassThru
        $session.IsSimulator | Should -BeTrue
        (Test-UgcConnection).IsConnected | Should -BeTrue
    }

    It 'says nothing unless -PassThru is given' {
        Connect-UgcLab -Simulator | Should -BeNullOrEmpty
    }

    It 'takes a rehearsal''s first project for rows that name none' {
        Connect-UgcLab -Simulator
        (Get-UgcContext).ProjectId | Should -Be (Get-UgcProject | Select-Object -First 1).Id
    }

    It 'replaces the session that was open' {
        Connect-UgcLab -Simulator -Model veo-3.1
        Connect-UgcLab -Simulator -Model kling-2.6
        (Get-UgcContext).Model | Should -Be 'kling-2.6'
    }

    It 'takes the key of the environment when nothing else is said' {
        $env:UGCLAB_API_KEY = $canary
        try { (Connect-UgcLab -PassThru).KeySource | Should -Be 'environment (UGCLAB_API_KEY)' }
        finally { Remove-Item Env:UGCLAB_API_KEY }
    }

    It 'says where a key could come from when there is none' {
        $failure = { Connect-UgcLab } | Should -Throw -ErrorId 'UgcApiKeyMissing*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*UGCLAB_API_KEY*Simulator*'
    }

    It 'refuses a key in plain text without showing it' {
        $failure = { Connect-UgcLab -ApiKey $canary } | Should -Throw -PassThru
        "$failure" | Should -BeLike '*plain text*SecureString*'
        $failure | Format-List * -Force | Out-String | Should -Not -Match 'c0ffee'
    }

    It 'refuses http to anywhere but this computer' {
        $key = ConvertTo-SecureString $canary -AsPlainText -Force
        { Connect-UgcLab -ApiKey $key -BaseUri 'http://api.ugclab.app/api/v1/' } | Should -Throw -ErrorId 'UgcBaseUriInvalid*'
    }

    It 'says how to get at a vault when the module for it is not there' -Skip:($null -ne (Get-Command Get-Secret -ErrorAction Ignore)) {
        { Connect-UgcLab -SecretName UgcLabKey } | Should -Throw '*Microsoft.PowerShell.SecretManagement*'
    }

    It 'takes the key from a vault, whichever type the vault gives' {
        function global:Get-Secret { [CmdletBinding()] param($Name, $Vault) ConvertTo-SecureString $canary -AsPlainText -Force }
        try { (Connect-UgcLab -SecretName UgcLabKey -Vault Marketing -PassThru).KeySource | Should -Be 'vault: UgcLabKey' }
        finally { Remove-Item Function:global:Get-Secret }
    }

    It 'says which secret a locked vault did not give' {
        function global:Get-Secret { [CmdletBinding()] param($Name, $Vault) throw 'The vault is locked.' }
        try { { Connect-UgcLab -SecretName UgcLabKey } | Should -Throw "The secret 'UgcLabKey' can't be read. The vault is locked." -ErrorId 'UgcApiKeyMissing*' }
        finally { Remove-Item Function:global:Get-Secret }
    }

    It 'asks for no key and no address besides a rehearsal' {
        { Connect-UgcLab -Simulator -BaseUri 'https://localhost/' } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
}

Describe 'Connect-UgcLab -SimulatorOption' {
    It 'asks what was meant by <given>' -TestCases @(
        @{ given = 'Sped'; meant = 'Speed' }
        @{ given = 'Credit'; meant = 'Credits' }
        @{ given = 'FailedJobsRate'; meant = 'FailedJobRate' }
        @{ given = 'StatPath'; meant = 'StatePath' }
    ) {
        { Connect-UgcLab -Simulator -SimulatorOption @{ $given = 1 } } | Should -Throw "*$given*Did you mean '$meant'?*" -ErrorId 'UgcArgumentInvalid*'
    }

    It 'lists what is known when nothing is near' {
        { Connect-UgcLab -Simulator -SimulatorOption @{ Weather = 'wet' } } | Should -Throw '*Weather*Speed*StatePath*'
    }

    It 'refuses <name> = <value>' -TestCases @(
        @{ name = 'Speed'; value = 0 }
        @{ name = 'FailedJobRate'; value = 2 }
        @{ name = 'Credits'; value = -1 }
        @{ name = 'VideoTime'; value = 'soon' }
        @{ name = 'Faults'; value = @{ On = 'Create' } }
        @{ name = 'Faults'; value = @{ Kind = 'Earthquake' } }
    ) {
        { Connect-UgcLab -Simulator -SimulatorOption @{ $name = $value } } | Should -Throw "*$name*" -ErrorId 'UgcArgumentInvalid*'
    }

    It 'leaves the session alone that was open when it refuses' {
        Connect-UgcLab -Simulator -Model veo-3.1
        { Connect-UgcLab -Simulator -SimulatorOption @{ Sped = 1 } } | Should -Throw
        (Get-UgcContext).Model | Should -Be 'veo-3.1'
    }

    It 'takes a StatePath from where the prompt is, not from where the process is' {
        Push-Location $TestDrive
        try {
            Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = './here'; Speed = 2000 }
            $null = New-UgcVideo @boat
            Join-Path $TestDrive 'here/jobs.jsonl' | Should -Exist
        }
        finally { Pop-Location }
    }
}

Describe 'Connect-UgcLab -MaxCreditPerDay' {
    BeforeEach {
        # The first one, for 35 credits, tells what one costs.
        $service = Connect-Rehearsal @{ Speed = 10 }
        $null = New-UgcVideo @boat
        $same = @{ Speed = 10; VideoTime = 20; StatePath = $service }
        Connect-UgcLab -Simulator -SimulatorOption $same -MaxCreditPerDay 135
    }

    It 'stops before the request that would cost more' {
        $null = try { Get-Row 3 | New-UgcVideo -WarningAction Ignore -ErrorAction Stop } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UgcSpendingLimit,*'
        "$failure" | Should -Match 'The limit of 135 credits a day leaves 30, and this request costs 35\. It was not sent\.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-MaxCreditPerDay*'
        @(Get-Sold $service) | Should -HaveCount 3
    }

    It 'is shared by sessions and processes with the key, and the lowest holds' {
        $null = Get-Row 2 | New-UgcVideo
        $child = Start-Child @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 10; VideoTime = 20; StatePath = '$service' } -MaxCreditPerDay 1000
`$limit = Get-UgcLimit
"LIMIT `$(`$limit.SpentToday) of `$(`$limit.MaxCreditPerDay)"
try { New-UgcVideo 'A paper boat in another console' -Model kling-2.6 -Duration 5 } catch { "ERROR `$(`$_.FullyQualifiedErrorId)" }
"@
        $child.WaitForExit(90000) | Should -BeTrue
        $printed = Get-Content (Join-Path $child.Folder 'OUT')
        $printed | Should -Contain 'LIMIT 105 of 135'
        $printed -join '' | Should -BeLike '*ERROR UgcSpendingLimit,*'
        @(Get-Sold $service) | Should -HaveCount 3
    }

    It 'is that of the next session when this one ends' {
        $null = Get-Row 2 | New-UgcVideo
        Connect-UgcLab -Simulator -SimulatorOption $same -MaxCreditPerDay 1000
        $null = Get-Row 1 @{ Prompt = 'A paper boat under another limit' } | New-UgcVideo
        (Get-UgcLimit).SpentToday, (Get-UgcLimit).MaxCreditPerDay | Should -Be 140, 1000
        Connect-UgcLab -Simulator -SimulatorOption $same
        (Get-UgcLimit).MaxCreditPerDay | Should -BeNullOrEmpty
    }

    It 'refuses a request whose price is not known, unless forced' {
        $unknown = @{ Prompt = 'A paper boat of an unknown price'; Model = 'kling-2.6'; Duration = '10' }
        (Measure-UgcVideo @unknown @quiet).UnknownVideos | Should -Be 1
        $failure = { New-UgcVideo @unknown @quiet } | Should -Throw -ErrorId 'UgcSpendingLimit,*' -PassThru
        "$failure" | Should -Match 'the price of this request is not known'
        @(Get-Sold $service) | Should -HaveCount 1
        New-UgcVideo @unknown -Force | Should -HaveCount 1
    }

    It 'ends a batch with exit code 4, and the batch goes on under a higher one' {
        $run = @{ Name = 'daily'; Destination = (Join-Path $TestDrive "daily-$([Guid]::NewGuid().ToString('N'))"); MaxCredit = 1000; AllowPartial = $true }
        $result = Get-Row 4 | Invoke-UgcBatch @run -ErrorVariable problem @quiet
        $result.ExitCode, $result.Created, $result.NotSent | Should -Be 4, 2, 2
        $problem.FullyQualifiedErrorId | Should -Contain 'UgcSpendingLimit,UgcLab.PowerShell.Commands.InvokeUgcBatchCommand'
        Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 2000; VideoTime = 20; StatePath = $service } -MaxCreditPerDay 1000
        $result = Get-Row 4 | Invoke-UgcBatch @run @quiet
        $result.ExitCode, $result.Saved | Should -Be 0, 4
    }
}

Describe 'The key' {
    BeforeAll {
        # Port 9 of this computer: nothing listens there.
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $child = Start-Child @"
`$env:UGCLAB_STATE_HOME = '$TestDrive/canary'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
# Put together here, so that no quoted line of this script holds it.
`$plain = 'ugc_' + ('c0ffee' * 8)
`$key = ConvertTo-SecureString `$plain -AsPlainText -Force
Start-Transcript '$transcript'
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
& {
    Connect-UgcLab -ApiKey `$plain
    Connect-UgcLab -ApiKey (ConvertTo-SecureString "`$plain x" -AsPlainText -Force) -BaseUri http://127.0.0.1:9/
    `$session = Connect-UgcLab -ApiKey `$key -BaseUri http://127.0.0.1:9/ -ProjectId clzz0000000000000project1 -PassThru
    "`$session"
    `$session | Format-List * -Force
    `$session | ConvertTo-Json -Depth 4
    `$session | Export-Clixml '$TestDrive/canary.clixml'
    Test-UgcConnection
    'a paper boat in the rain' | New-UgcVideo -Model veo-3.1 -WhatIf
    Get-UgcJob clzz00000000000000000job1
} *>&1 | Out-String -Width 400
"ERRORS: `$(`$Error.Count)"
# Deeper, a record leads through TargetSite into all of .NET, which takes half a minute and holds nothing of ours.
`$Error | ConvertTo-Json -Depth 2
`$Error.Exception | Select-Object * -ExcludeProperty TargetSite, ErrorRecord, CommandInvocation | ConvertTo-Json -Depth 3
`$Error | Format-List * -Force
'REACHED THE END'
Stop-Transcript
"@
    }

    AfterAll { if (-not $child.HasExited) { $child.Kill() } }

    It 'is in no stream, no error, no transcript and no file, though the service is out of reach' {
        $child.WaitForExit(90000) | Should -BeTrue
        $printed = Get-Content -Raw (Join-Path $child.Folder 'OUT')
        $printed | Should -Match 'REACHED THE END'
        $printed | Should -Match 'UgcNetworkError'
        $printed | Should -Match 'ERRORS: [3-9]'
        $files = @(Get-ChildItem "$TestDrive/canary", "$TestDrive/canary.clixml", $transcript, "$($child.Folder)/OUT", "$($child.Folder)/ERR" -File -Recurse -ErrorAction Ignore)
        $files.Name | Should -Contain 'transcript.txt'
        $files | Where-Object { (Get-Content -Raw $_) -replace '\s' -match 'c0ffeec0ffee' } | Should -BeNullOrEmpty
    }
}

Describe 'A profile' {
    BeforeAll {
        Remove-Item Function:Get-Secret -ErrorAction Ignore

        # The part of Microsoft.PowerShell.SecretManagement that is used, in a module of its name, found as it would be.
        $before = $env:PSModulePath
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'modules/Microsoft.PowerShell.SecretManagement')
        Set-Content "$folder/Microsoft.PowerShell.SecretManagement.psm1" @'
function Get-Secret {
    [CmdletBinding(DefaultParameterSetName = 'NameParameterSet')]
    [OutputType([object])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'NameParameterSet')] [string] $Name,
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'InfoParameterSet')] [object] $InputObject,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'NameParameterSet')] [string] $Vault,
        [switch] $AsPlainText)
    $global:SecretsRead = $true
    $keys = @{ 'Marketing/AKey' = 'ugc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }
    $key = $keys["$Vault/$Name"]
    if (-not $key) { Write-Error "The secret $Name was not found."; return }
    $AsPlainText ? $key : (ConvertTo-SecureString $key -AsPlainText -Force)
}
function Get-SecretVault {
    [CmdletBinding()] param([Parameter(Position = 0)] [string[]] $Name)
    foreach ($vault in 'Broken', 'In the cloud', 'Locked', 'Marketing') {
        [pscustomobject] @{ Name = $vault; ModuleName = $vault -eq 'In the cloud' ? 'Az.KeyVault' : 'Microsoft.PowerShell.SecretStore'; IsDefault = $false }
    }
}
function Get-SecretInfo {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Name, [Parameter(Position = 1)] [string] $Vault)
    if ($Vault -eq 'Broken') { throw 'The vault is broken.' }
    if ($Vault -eq 'Locked') { $null = $Host.UI.PromptForCredential('Vault', 'Password', '', '') }
    if ($Vault -eq 'In the cloud') { throw 'This would use the network.' }
    foreach ($secret in 'AKey', 'B Key') { [pscustomobject] @{ Name = $secret; Type = 'SecureString'; VaultName = $Vault } }
}
Export-ModuleMember -Function Get-Secret, Get-SecretVault, Get-SecretInfo
'@
        New-ModuleManifest "$folder/Microsoft.PowerShell.SecretManagement.psd1" -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret, Get-SecretVault, Get-SecretInfo
        $env:PSModulePath = "$TestDrive/modules" + [IO.Path]::PathSeparator + $env:PSModulePath
        Register-UgcProfile clientA -SecretName AKey -Vault Marketing -BaseUri https://a.example.test/api/ -ProjectId clzz0000000000000project1 -Model kling-2.6 -Destination $TestDrive -RequestLimit 5 -MaxCreditPerDay 2000 -KeepCredit 500
        function Get-Source([string] $Name) { ((Get-UgcContext).Settings | Where-Object Name -EQ $Name).Source }
    }

    AfterAll {
        Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
        $env:PSModulePath = $before
    }

    It 'completes vaults and secrets where the module is loaded' {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Where-Object { $_ -notlike '*[/\\]*' } }
        Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
        Get-Completion 'Connect-UgcLab -Vault ' | Should -BeNullOrEmpty
        Get-Module Microsoft.PowerShell.SecretManagement | Should -BeNullOrEmpty
        Import-Module Microsoft.PowerShell.SecretManagement
        $asked = $global:Error.Count
        Get-Completion 'Connect-UgcLab -Vault ' | Should -Be 'Broken', "'In the cloud'", 'Locked', 'Marketing'
        Get-Completion 'Set-UgcProfile clientA -Vault m' | Should -Be 'Marketing'
        Get-Completion 'Connect-UgcLab -Vault Marketing -SecretName ' | Should -Be 'AKey', "'B Key'"
        Get-Completion "Register-UgcProfile x -Vault Marketing -SecretName 'b" | Should -Be "'B Key'"
        Get-Completion "Connect-UgcLab -Vault 'In the cloud' -SecretName " | Should -BeNullOrEmpty
        Get-Completion 'Connect-UgcLab -Vault Locked -SecretName ' | Should -BeNullOrEmpty
        Get-Completion 'Connect-UgcLab -Vault Broken -SecretName ' | Should -BeNullOrEmpty
        $global:Error.Count | Should -Be $asked
        $global:SecretsRead | Should -BeNullOrEmpty
    }

    It 'gives the session the key of its vault, and each setting' {
        $session = Connect-UgcLab -ProfileName CLIENTA -PassThru
        $session.ProfileName, $session.KeySource | Should -Be 'clientA', 'vault: AKey'
        $session.BaseUri, $session.ProjectId, $session.Model, $session.Destination, $session.KeepCredit | Should -Be 'https://a.example.test/api/', 'clzz0000000000000project1', 'kling-2.6', "$TestDrive", 500
        $session.Limits.Requests.Count, $session.Limits.Creations.Count | Should -Be 5, 100
        (Get-UgcLimit).MaxCreditPerDay | Should -Be 2000
    }

    It 'gives way to parameters, and shows where each setting comes from' {
        Connect-UgcLab -ProfileName clientA -Model veo-3.1 -CreationLimit 7
        'KeySource', 'BaseUri', 'Model', 'CreationLimit', 'RequestLimit', 'ReadLimit', 'MaxCredit', 'StateFolder' | ForEach-Object { Get-Source $_ } |
            Should -Be 'profile clientA', 'profile clientA', 'parameter', 'parameter', 'profile clientA', 'default', 'default', 'environment'
        (Get-UgcContext).Model | Should -Be 'veo-3.1'
        $shown = Get-UgcContext | Out-String -Width 200
        $shown | Should -Match '(?m)^Model +: veo-3\.1 \(parameter\)'
        $shown | Should -Match '(?m)^ReadLimit +: 1000/hour \(default\)'
        $shown | Should -Match '(?m)^MaxCredit +: not set \(default\)'
        $shown | Should -Not -Match 'aaaaaa'
    }

    It 'takes a key that is specified instead of its own' {
        Connect-UgcLab -ProfileName clientA -ApiKey (ConvertTo-SecureString $canary -AsPlainText -Force)
        Get-Source KeySource | Should -Be 'parameter'
        (Get-UgcContext).Model | Should -Be 'kling-2.6'
    }

    It 'reads the key from its environment variable, and says which one is empty' {
        Register-UgcProfile clientB -KeyVariable CLIENTB_KEY
        { Connect-UgcLab -ProfileName clientB } | Should -Throw '$env:CLIENTB_KEY contains no key*'
        $env:CLIENTB_KEY = $canary
        try { (Connect-UgcLab -ProfileName clientB -PassThru).KeySource | Should -Be 'environment (CLIENTB_KEY)' }
        finally { Remove-Item Env:CLIENTB_KEY }
        Get-Source KeySource | Should -Be 'profile clientB'
    }

    It 'says that a secret does not exist' {
        Register-UgcProfile clientC -SecretName Gone -Vault Marketing
        { Connect-UgcLab -ProfileName clientC } | Should -Throw "The secret 'Gone' can't be read.*" -ErrorId 'UgcApiKeyMissing*'
    }

    It 'can be rehearsed, with a project of the simulator' {
        Connect-UgcLab -Simulator -ProfileName clientA
        Get-Source ProjectId | Should -Be 'default'
        (Get-UgcContext).Model | Should -Be 'kling-2.6'
    }

    It 'is reported when it does not exist' {
        { Connect-UgcLab -ProfileName clientZ } | Should -Throw "There is no profile 'clientZ'. Did you mean*" -ErrorId 'UgcProfileNotFound*'
    }

    It 'completes its name, with where its key is' {
        $offered = (TabExpansion2 'Connect-UgcLab -ProfileName clientb').CompletionMatches
        $offered.CompletionText, $offered.ToolTip | Should -Be 'clientB', 'environment (CLIENTB_KEY)'
    }

    It 'keeps its batches apart from those of equal names' {
        $folder = Join-Path $TestDrive 'shared'
        foreach ($name in 'clientA', 'clientB') {
            Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 2000; VideoTime = 20; StatePath = $folder } -ProfileName $name 6>$null
            Get-Row | Invoke-UgcBatch -Name november -Destination "$TestDrive/$name" -WhatIf -InformationVariable said 6>$null
            $null = Get-Row | Invoke-UgcBatch -Name november -AllowDuplicate -Destination "$TestDrive/$name" -Force 6>$null
            $batch = (Get-UgcBatch november)[0]
            $batch.Workspace, $batch.Rows | Should -Be $name, 1
        }

        "$said" | Should -Match '1 of 1 row was created in batch november of another workspace on'
    }

    It 'limits what its commands spend, unless they have limits of their own' {
        Register-UgcProfile clientD -MaxCredit 40
        Connect-UgcLab -Simulator -ProfileName clientD 6>$null
        (Get-Row 2 | Invoke-UgcBatch -Name first -Destination $TestDrive -Force @quiet).ExitCode | Should -Be 4
        (Get-Row 2 | Invoke-UgcBatch -Name first -Destination $TestDrive -Force -MaxCredit 1000 @quiet).ExitCode | Should -Be 0
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Connect-UgcLab | Should -BeNullOrEmpty }
}
