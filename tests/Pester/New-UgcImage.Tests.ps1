BeforeAll {
    . $PSScriptRoot/common.ps1

    $kettle = @{ Prompt = 'A red kettle on a gas stove, morning light'; Model = 'nano-banana-pro'; Tier = 'standard' }
    $steam = @{ Prompt = 'Steam begins to rise from the kettle'; Model = 'kling-2.6'; Duration = '5' }

    # Rows of images that differ in their prompts alone.
    function Get-ImageRow([int] $Count = 1, [hashtable] $Other = @{}) {
        foreach ($row in Get-Row $Count) {
            $row = [ordered] @{ Reference = $row.Reference; Prompt = $row.Prompt; Model = 'seedream-4.5'; Tier = 'pro' }
            foreach ($name in $Other.Keys) { $row[$name] = $Other[$name] }
            [pscustomobject] $row
        }
    }
}

AfterAll { Disconnect-UgcLab }

Describe 'New-UgcImage at the prompt' {
    It 'buys one image with one request, at the documented price' {
        $service = Connect-Rehearsal
        $job = New-UgcImage 'Studio shot of a phone lying on pale stone' -Model seedream-4.5 -Tier pro -AspectRatio 1:1 -Reference phone
        $job.UgcId | Should -Be (Get-Sold $service).id
        (Get-Sold $service).isImage | Should -BeTrue
        $job.Kind | Should -Be 'Image'
        $job.CreditsCharged | Should -Be 8
        $job.Reference | Should -Be 'phone'
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'buys takes with one request, one job a take' {
        $service = Connect-Rehearsal
        $jobs = New-UgcImage @kettle -Variants 8
        $jobs.VariantIndex | Should -Be (0..7)
        (Get-Sold $service).Count | Should -Be 8
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'offers for <parameter> <offered>, and no blank' -TestCases @(
        @{ parameter = 'Model'; offered = 'nano-banana-pro', 'seedream-4.5' }
        @{ parameter = 'Tier'; offered = 'pro', 'standard' }
        @{ parameter = 'AspectRatio'; offered = '1:1', '16:9', '9:16' }
    ) {
        $line = "New-UgcImage 'A red kettle' -$parameter "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | ForEach-Object { $_.Trim("'") } | Sort-Object | Should -Be $offered
    }

    It 'refuses -<parameter> <value> before a request' -TestCases @(
        @{ parameter = 'Model'; value = 'kling-2.6' }
        @{ parameter = 'Tier'; value = 'std' }
        @{ parameter = 'AspectRatio'; value = 'portrait' }
        @{ parameter = 'Variants'; value = '9' }
    ) {
        $service = Connect-Rehearsal
        $with = @{} + $kettle
        $with[$parameter] = $value
        { New-UgcImage @with } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'has no -<name>, which images do not have' -TestCases @(@{ name = 'Duration' }, @{ name = 'ImageUrl' }, @{ name = 'Script' }) {
        (Get-Command New-UgcImage).Parameters.Keys | Should -Not -Contain $name
    }

    It 'names every fault of a request in one error' {
        $service = Connect-Rehearsal
        New-UgcImage 'short' -ErrorVariable problem @quiet
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcRowInvalid,*'
        $problem[0].Exception.Faults.Field | Sort-Object | Should -Be 'Model', 'Prompt'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'does not take the model of the session, which is one of videos' {
        $service = Connect-Rehearsal -With @{ Model = 'veo-3.1' }
        New-UgcImage 'A red kettle on a gas stove' -Tier pro -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcModelMissing,*'
        (Get-Arrival $service).Any | Should -Be 0
    }
}

Describe 'New-UgcImage and rows' {
    It 'buys what a sheet says' {
        $service = Connect-Rehearsal
        $file = New-CsvFile "Reference;Text;Model;Quality;Ratio;Count`npot;A blue pot on a stove;nano-banana-pro;pro;16:9;2`npan;A copper pan on a wall;seedream-4.5;standard;;"
        $jobs = Import-Csv $file -Delimiter ';' | New-UgcImage -ErrorAction Stop
        $jobs.Reference | Should -Be 'pot', 'pot', 'pan'
        $jobs.Tier | Should -Be 'pro', 'pro', 'standard'
        (Get-Sold $service).aspectRatio | Select-Object -First 2 | Should -Be '16:9', '16:9'
        (Get-Arrival $service).Create | Should -Be 2
    }

    It 'says <code> for a blank cell in <column>, and goes on' -TestCases @(
        @{ column = 'Prompt'; code = 'UgcPromptMissing' }
        @{ column = 'Model'; code = 'UgcModelMissing' }
        @{ column = 'Tier'; code = 'UgcTierRequired' }
    ) {
        $null = Connect-Rehearsal
        $rows = Get-ImageRow 3
        $rows[1].$column = ''
        $jobs = $rows | New-UgcImage -ErrorVariable problem @quiet
        $jobs.RowNumber | Should -Be 1, 3
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$code,*"
        "$($problem[0])" | Should -BeLike 'Row 2: *'
    }

    It 'makes prompts of a template' {
        $service = Connect-Rehearsal
        $rows = [pscustomobject] @{ Color = 'red'; Thing = 'kettle' }, [pscustomobject] @{ Color = 'blue'; Thing = 'pot' }
        $null = $rows | New-UgcImage -PromptTemplate 'A {Color} {Thing} on a stove' -Model seedream-4.5 -Tier pro
        (Get-Sold $service).prompt | Should -Be 'A red kettle on a stove', 'A blue pot on a stove'
    }

    It 'takes an exported list of image jobs for rows again' {
        $service = Connect-Rehearsal
        $file = Join-Path $TestDrive 'images-again.csv'
        Get-ImageRow 2 | New-UgcImage | Export-Csv $file
        $jobs = Import-Csv $file | New-UgcImage -ErrorAction Stop -WarningAction SilentlyContinue
        $jobs.Reference | Should -Be 'row-1', 'row-2'
        (Get-Sold $service).Count | Should -Be 4
    }
}

Describe 'New-UgcImage -WhatIf, -Batch and bounds' {
    It 'sends nothing with -WhatIf and says what each row would buy and cost' {
        $service = Connect-Rehearsal
        $null = Get-ImageRow 1 | New-UgcImage
        $shown = Join-Path $TestDrive 'image-whatif.txt'
        Start-Transcript $shown | Out-Null
        try { Get-ImageRow 2 @{ Variants = 2 } | New-UgcImage -WhatIf | Should -BeNullOrEmpty }
        finally { Stop-Transcript | Out-Null }
        $text = Get-Content -Raw $shown
        $text | Should -Match 'What if: .*Create 2 images.*Row 1: seedream-4\.5, pro, .*reference row-1: A paper boat'
        $text | Should -Match 'In all: 2 requests for 4 '
        $text | Should -Match '32 credits'
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'buys a row of a batch once, and the same words for a video are another row of it' {
        $service = Connect-Rehearsal
        $first = Get-ImageRow 2 | New-UgcImage -Batch pictures @quiet
        $second = Get-ImageRow 3 | New-UgcImage -Batch pictures @quiet
        $second.UgcId | Select-Object -First 2 | Should -Be $first.UgcId
        $second.FromHistory | Should -Be $true, $true, $false
        $null = Get-Row 1 | New-UgcVideo -Batch pictures @quiet
        (Get-Sold $service).Count | Should -Be 4
        (Get-UgcHistory -Batch pictures).Kind | Should -Be 'Video', 'Image', 'Image', 'Image'
    }

    It 'ends before -MaxCredit is passed' {
        $service = Connect-Rehearsal
        { Get-ImageRow 5 | New-UgcImage -MaxCredit 20 -ErrorAction Stop } | Should -Throw '*Stopped by -MaxCredit 20: this run has spent 16 credits*' -ErrorId 'UgcSpendingLimit*'
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'asks before it buys with -Confirm:$true where nobody answers, and sends nothing' {
        $service = Connect-Rehearsal
        $apart = Invoke-Apart 'param($session, $row) $row | New-UgcImage -Session $session -Confirm' @{ session = Get-UgcContext; row = Get-ImageRow 1 }
        $apart.Output | Should -BeNullOrEmpty
        (Get-Arrival $service).Create | Should -Be 0
        $apart.Shell.Dispose()
    }
}

Describe 'An image on its way' {
    BeforeEach { $folder = Join-Path $TestDrive "images-$([Guid]::NewGuid().ToString('N'))" }

    It 'is waited for and saved as a picture, by <name>' -TestCases @(@{ name = 'Save-UgcImage' }, @{ name = 'Save-UgcVideo' }) {
        $null = Connect-Rehearsal
        $saved = New-UgcImage @kettle -Reference kettle | Wait-UgcJob | & $name -Destination $folder
        Split-Path -Leaf $saved.Path | Should -Be 'kettle-nano-banana-pro-v0.png'
        [IO.File]::ReadAllBytes($saved.Path)[0..3] | Should -Be 0x89, 0x50, 0x4E, 0x47
        (Get-FileHash $saved.Path).Hash | Should -Be $saved.Sha256
        (Get-Content -Raw $saved.Sidecar | ConvertFrom-Json).kind | Should -Be 'Image'
        (Get-UgcJob $saved.UgcId | & $name -Destination $folder).Skipped | Should -BeTrue
    }

    It 'is saved wherever the service puts its link: <field>' -TestCases @(@{ field = 'ImageUrl' }, @{ field = 'OutputUrl' }, @{ field = 'Url' }) {
        $null = Connect-Rehearsal @{ ImageUrlField = $field }
        (New-UgcImage @kettle | Wait-UgcJob | Save-UgcImage -Destination $folder).Path | Should -BeLike '*.png'
    }

    It 'goes on with what it has after a cut' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'CutReply'; On = 'Download' } }
        $saved = New-UgcImage @kettle | Wait-UgcJob | Save-UgcImage -Destination $folder @quiet
        if (-not $saved) { $saved = Get-UgcJob | Wait-UgcJob | Save-UgcImage -Destination $folder }
        (Get-FileHash $saved.Path).Hash | Should -Be $saved.Sha256
        Get-ChildItem $folder -Filter *.part* | Should -BeNullOrEmpty
    }

    It 'becomes the start of a video' {
        $service = Connect-Rehearsal
        $saved = New-UgcImage @kettle -Reference kettle | Wait-UgcJob | New-UgcVideo @steam | Wait-UgcJob | Save-UgcVideo -Destination $folder
        Split-Path -Leaf $saved.Path | Should -Be 'kettle-kling-2.6-v0.mp4'
        (Get-Sold $service).isImage | Should -Be $true, $false
        (Get-UgcHistory)[0].ImageUrl | Should -Match '^https://\S+\.png\?…$'
    }

    It 'becomes the start of a video after its link has died' {
        $service = Connect-Rehearsal @{ LinkLifetime = 600 }
        $image = New-UgcImage @kettle | Wait-UgcJob
        Start-Sleep -Milliseconds 500
        $reads = (Get-Arrival $service).Job
        ($image | New-UgcVideo @steam -ErrorAction Stop).Kind | Should -Be 'Video'
        (Get-Arrival $service).Job | Should -Be ($reads + 1)
    }

    It 'is no start under an address that was written down and has died' {
        $null = Connect-Rehearsal @{ LinkLifetime = 600 }
        $image = New-UgcImage @kettle | Wait-UgcJob
        Start-Sleep -Milliseconds 500
        New-UgcVideo @steam -ImageUrl $image.VideoUrl -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcImageDownloadFailed,*'
    }

    It 'makes a line of two batches that can be run again for nothing' {
        $service = Connect-Rehearsal
        $line = { Get-ImageRow 3 | New-UgcImage -Batch stills @quiet | Wait-UgcJob | New-UgcVideo @steam -Batch moving @quiet }
        $first = & $line
        $second = & $line
        $second.UgcId | Sort-Object | Should -Be ($first.UgcId | Sort-Object)
        (Get-Sold $service).Count | Should -Be 6
        (Get-Arrival $service).Create | Should -Be 6
    }

    It 'that failed is reported, and no video is bought of it' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'FailedJob'; On = 'Create'; At = 1 } }
        $jobs = Get-ImageRow 2 | New-UgcImage | Wait-UgcJob -ErrorAction SilentlyContinue | New-UgcVideo @steam -ErrorVariable problem @quiet
        $jobs.Reference | Should -Be 'row-2'
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcImageJobNotReady,*'
        (Get-Sold $service).Count | Should -Be 3
    }

    It 'is shown by words in a table' {
        $null = Connect-Rehearsal
        New-UgcImage @kettle -Reference kettle | Format-Table | Out-String -Width 250 | Should -Match 'kettle'
    }
}

Describe 'Save-UgcImage' {
    It 'is the other name of Save-UgcVideo, found in the module without importing it by hand' {
        $alias = Get-Command Save-UgcImage
        $alias.CommandType | Should -Be 'Alias'
        $alias.ResolvedCommand.Name | Should -Be 'Save-UgcVideo'
        $found = Invoke-Child "`$env:PSModulePath = '$env:PSModulePath'; (Get-Command Save-UgcImage).ModuleName"
        $found | Should -Be 'UgcLab'
    }

    It 'has the help of Save-UgcVideo, which says why there is one cmdlet' {
        $help = Get-Help Save-UgcImage
        $help.Name | Should -Be 'Save-UgcVideo'
        $help.Description.Text -join ' ' | Should -Match 'Save-UgcImage is another name'
    }

    It 'completes its parameters as its other name does' {
        $line = 'Save-UgcImage -IfExists '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be 'Error', 'Overwrite', 'Rename', 'Skip'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap New-UgcImage | Should -BeNullOrEmpty }
}
