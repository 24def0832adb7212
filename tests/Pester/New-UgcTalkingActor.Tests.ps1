BeforeAll {
    . $PSScriptRoot/common.ps1
    $words = @{ Script = 'Hi there, here is a quick look at what we made.'; Actions = 'Smiles, leans in, points to the side'; Duration = '15s' }
}

AfterAll { Disconnect-UgcLab }

Describe 'New-UgcTalkingActor' {
    BeforeEach {
        $service = Connect-Rehearsal
        $sarah, $ben = Get-UgcActor -Name Sarah, Ben | Sort-Object Name -Descending
    }

    It 'buys one video for each actor and take with one request' {
        $jobs = New-UgcTalkingActor @words -ActorId $sarah, $ben -Variants 2
        $jobs.Count | Should -Be 4
        $jobs.VariantIndex | Should -Be 0, 1, 2, 3
        $jobs[0].Kind | Should -Be 'TalkingActor'
        ($jobs | Measure-Object CreditsCharged -Sum).Sum | Should -Be 300
        (Get-Arrival $service).Create | Should -Be 1
        (Get-Sold $service).actorName | Should -Be 'Sarah', 'Sarah', 'Ben', 'Ben'
    }

    It 'knows script and actions by their places' {
        $null = New-UgcTalkingActor 'Hi there, this is my script' 'Waves at the camera' -ActorId $sarah.Id -Duration 10s
        (Get-Sold $service).prompt | Should -Be 'Hi there, this is my script'
    }

    It 'buys one request for each piped actor' {
        $jobs = $sarah, $ben | New-UgcTalkingActor @words
        $jobs.InputRow.Name | Should -Be 'Sarah', 'Ben'
        (Get-Arrival $service).Create | Should -Be 2
    }

    It 'waits, and names who is seen, in the record and in file names' {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $saved = New-UgcTalkingActor @words -ActorId $sarah, $ben -Reference tea | Wait-UgcJob | Save-UgcVideo -Destination $folder -Name '{Reference} {ActorName}'
        $saved.Path | Split-Path -Leaf | Sort-Object | Should -Be 'tea Ben.mp4', 'tea Sarah.mp4'
        (Get-UgcHistory -Reference tea).Jobs.ActorName | Sort-Object | Should -Be 'Ben', 'Sarah'
        (Get-UgcJob -UgcId $saved[0].UgcId).ActorName | Should -BeIn 'Ben', 'Sarah'
    }

    It 'takes an actor who is described: <name>' -ForEach @(
        @{ name = 'a hashtable'; actor = @{ characterDescription = 'A man in his forties'; environment = 'Kitchen' }; count = 1 }
        @{ name = 'several'; actor = @{ characterDescription = 'A man' }, @{ characterDescription = 'A woman' }; count = 2 }
        @{ name = 'JSON'; actor = '{"characterDescription":"A man","environment":"Kitchen"}'; count = 1 }
        @{ name = 'an object of ConvertFrom-Json'; actor = '[{"a":{"b":[1]}},{"c":2}]' | ConvertFrom-Json; count = 2 }
    ) {
        $jobs = New-UgcTalkingActor @words -CustomActor $actor | Wait-UgcJob
        @($jobs).Count | Should -Be $count
        $jobs[0].IsCustomActor | Should -BeTrue
        (Get-Sold $service).isCustomActor | Sort-Object -Unique | Should -BeTrue
    }

    It 'leaves script and actions as they are when it is told to: <value>' -ForEach @(
        @{ value = $false; steps = 'videoGeneration' }, @{ value = 'no'; steps = 'videoGeneration' }
        @{ value = $true; steps = 'refineScript', 'refineActions', 'videoGeneration' }, @{ value = ''; steps = 'refineScript', 'refineActions', 'videoGeneration' }
    ) {
        $job = New-UgcTalkingActor @words -ActorId $sarah -RefineScript $value -RefineActions:$value | Wait-UgcJob
        $job.ProcessingSteps.Keys | Should -Be $steps
    }

    It 'takes a storyboard of 25 seconds' {
        $null = New-UgcTalkingActor @words -ActorId $sarah -StoryboardScene @{ text = 'one' }, @{ text = 'two' } -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcStoryboardSceneNotAllowed,*'
        $words25 = $words.Clone(); $words25.Duration = '25s'
        (New-UgcTalkingActor @words25 -ActorId $sarah -StoryboardScene @{ text = 'one' }, @{ text = 'two' }).CreditsCharged | Should -Be 113
    }

    It 'asks whether 15s was meant by 16' {
        New-UgcTalkingActor 'Hi there, this is my script' 'Waves at the camera' -ActorId $sarah -Duration 16 -ErrorVariable problem @quiet
        "$($problem[0])" | Should -BeLike "*Duration '16'*10s, 15s or 25s*Did you mean 15s?*"
        (Get-Arrival $service).Create | Should -Be 0
    }

    It 'refuses an actor of the other list before anything is sent' {
        $older = Get-UgcActor -Workflow ugcl-1.0 | Select-Object -First 1
        $older | New-UgcTalkingActor @words -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcActorIdWorkflow,*'
        (Get-Arrival $service).Create | Should -Be 0
        ($older | New-UgcTalkingActor -Script 'Hi' -WorkflowType ugcl-1.0 -WarningVariable told @quiet).Count | Should -Be 1
        "$told" | Should -BeLike '*ugcl-1.0 is only partly documented*'
    }

    It 'says what it would cost before the first was ever bought, and is right' {
        $said = Invoke-Apart -Script {
            param($module, $words, $state, $folder)
            Import-Module $module; $env:UGCLAB_STATE_HOME = $state
            Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $folder }
            New-UgcTalkingActor @words -ActorId a, b, c -WhatIf
        } -Argument @{ module = (Get-Module UgcLab).Path; words = $words; state = (Join-Path $TestDrive 'other'); folder = (Join-Path $TestDrive 'other-service') }
        $said.Streams.Information[-1] | Should -BeLike '*1 request for 3 videos: 225 credits, known from the documentation of 20*'
        $said.Shell.Dispose()
        $estimate = Measure-UgcVideo -Kind TalkingActor @words -ActorId $sarah, $ben
        $jobs = New-UgcTalkingActor @words -ActorId $sarah, $ben
        ($jobs | Measure-Object CreditsCharged -Sum).Sum | Should -Be $estimate.Credits
    }

    It 'buys nothing twice in a batch' {
        $first = 1..2 | ForEach-Object { New-UgcTalkingActor @words -ActorId $sarah, $ben -Batch talk @quiet }
        $first.UgcId | Sort-Object -Unique | Should -HaveCount 2
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'hides a key that lies in a script, and does not send it' {
        $key = 'ugc_' + ('c0ffee' * 8)
        New-UgcTalkingActor "Hi there, my key is $key" 'Waves at the camera' -ActorId $sarah -Duration 10s -ErrorVariable problem @quiet
        "$($problem[0])" | Should -Not -Match 'c0ffeec0ffee'
        (Get-Arrival $service).Create | Should -Be 0
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap New-UgcTalkingActor | Should -BeNullOrEmpty }
}
