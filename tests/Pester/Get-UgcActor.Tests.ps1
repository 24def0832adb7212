BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcActor' {
    It 'follows the pages to the last' {
        $service = Connect-Rehearsal @{ Actors = 120 }
        $actors = Get-UgcActor
        $actors.Count | Should -Be 120
        ($actors.Id | Sort-Object -Unique).Count | Should -Be 120
        (Get-Arrival $service).Any | Should -Be 3
    }

    It 'asks for no second page when Select-Object -First has enough' {
        $service = Connect-Rehearsal @{ Actors = 120 }
        (Get-UgcActor | Select-Object -First 1).Name | Should -Be 'Sarah'
        (Get-Arrival $service).Any | Should -Be 1
        (Get-UgcActor | Select-Object -First 51).Count | Should -Be 51
        (Get-Arrival $service).Any | Should -Be 3
    }

    It 'asks for pages of the size that is wanted' {
        $service = Connect-Rehearsal @{ Actors = 120 }
        (Get-UgcActor -PageSize 100).Count | Should -Be 120
        (Get-Arrival $service).Any | Should -Be 2
        { Get-UgcActor -PageSize 101 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'has the service choose by gender, age and pro' {
        $null = Connect-Rehearsal
        $all = Get-UgcActor
        (Get-UgcActor -Gender Female).Id | Should -Be $all.Where({ $_.Gender -eq 'female' }).Id
        (Get-UgcActor -Age 25-34).Id | Should -Be $all.Where({ $_.Age -eq '25-34' }).Id
        (Get-UgcActor -Pro).Id | Should -Be $all.Where({ $_.IsPro }).Id
        (Get-UgcActor -Pro:$false).Id | Should -Be $all.Where({ -not $_.IsPro }).Id
        (Get-UgcActor -Gender male -Age 25-34 -Pro).Count | Should -BeLessThan $all.Count
    }

    It 'finds actors by name and by id' {
        $null = Connect-Rehearsal
        $sarah = Get-UgcActor 'sar*'
        $sarah.Name | Should -Be 'Sarah'
        (Get-UgcActor -ActorId $sarah.Id).Name | Should -Be 'Sarah'
        ('Ben', 'Mia' | Get-UgcActor).Name | Should -Be 'Ben', 'Mia'
        ($sarah | Get-UgcActor).Id | Should -Be $sarah.Id
    }

    It 'asks for no further page once every id is found' {
        $service = Connect-Rehearsal @{ Actors = 120 }
        $first = Get-UgcActor | Select-Object -First 1
        $before = (Get-Arrival $service).Any
        (Get-UgcActor -ActorId $first.Id).Id | Should -Be $first.Id
        (Get-Arrival $service).Any | Should -Be ($before + 1)
    }

    It 'lists those of the other workflow, which have a picture and no age' {
        $null = Connect-Rehearsal
        $older = Get-UgcActor -Workflow ugcl-1.0 -Gender female
        $older.Workflow | Sort-Object -Unique | Should -Be 'ugcl-1.0'
        $older[0].ImageUrl | Should -Match '^https://'
        $older[0].Age | Should -BeNullOrEmpty
        $older[0].IsPro | Should -BeNullOrEmpty
        $older.Id | Where-Object { $_ -in (Get-UgcActor).Id } | Should -BeNullOrEmpty
    }

    It 'refuses in words what the older list cannot be asked: <arguments>' -ForEach @(
        @{ arguments = @{ Age = '25-34' } }, @{ arguments = @{ Pro = $true } }, @{ arguments = @{ Pro = $false } }
    ) {
        $service = Connect-Rehearsal
        { Get-UgcActor -Workflow ugcl-1.0 @arguments } | Should -Throw '*only by gender*' -ErrorId 'UgcArgumentInvalid*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'shows a table a person can read, with tags as words' {
        $null = Connect-Rehearsal
        $table = Get-UgcActor | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'Id', 'Name', 'Gender', 'Age', 'IsPro', 'Tags'
        $table | Should -Match 'Sarah +female +18-24 +True +\w+, \w+'
        Get-UgcActor -Workflow ugcl-1.0 | Format-Table | Out-String -Width 200 | Should -Match 'Sarah +female'
    }

    It 'goes into a CSV file with tags that can be read there' {
        $null = Connect-Rehearsal
        $file = Join-Path $TestDrive 'actors.csv'
        Get-UgcActor | Export-Csv $file
        (Import-Csv $file | Select-Object -First 1).Tags | Should -Match '^\w+; \w+$'
        Get-Content -Raw $file | Should -Not -Match 'System\.|@\{'
    }

    It 'stops a try block with -ErrorAction Stop when the key is refused' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'Unauthorized'; On = 'Actors' } }
        $caught = try { Get-UgcActor -ErrorAction Stop } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'UgcKeyRefused,*'
    }

    It 'reads again after a server error, for a read costs nothing' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'ServerError'; On = 'Actors' } }
        (Get-UgcActor).Count | Should -Be 24
        (Get-Arrival $service).Any | Should -Be 2
    }
}

Describe 'Completion of names that were listed' {
    BeforeAll {
        # What Tab offers at the end of a line.
        function Get-Offer([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches }
    }

    It 'inserts the id of an actor and shows the name, and asks the service nothing' {
        $service = Connect-Rehearsal
        $sarah = Get-UgcActor | Where-Object Name -EQ Sarah
        $before = (Get-Arrival $service).Any
        $offer = Get-Offer 'Get-UgcActor -ActorId sar'
        $offer.CompletionText | Should -Be $sarah.Id
        $offer.ListItemText | Should -Be 'Sarah'
        (Get-Offer 'Get-UgcActor sar').CompletionText | Should -Be 'Sarah'
        (Get-Arrival $service).Any | Should -Be $before
    }

    It 'knows the workflow that is typed' {
        $null = Connect-Rehearsal
        $older = Get-UgcActor -Workflow ugcl-1.0 | Where-Object Name -EQ Ben
        (Get-Offer 'Get-UgcActor -Workflow ugcl-1.0 -ActorId ben').CompletionText | Should -Be $older.Id
    }

    It 'completes projects by name, quoted, with the folder beside it' {
        $null = Connect-Rehearsal @{ ProjectNames = 'Summer Campaign', "Anna's [draft]" }
        $projects = Get-UgcProject
        (Get-Offer 'Get-UgcProject summ').CompletionText | Should -Be "'Summer Campaign'"
        (Get-Offer 'Connect-UgcLab -Simulator -ProjectId summ').CompletionText | Should -Be $projects[0].Id
        (Get-Offer 'Get-UgcProject -ProjectId summ').ToolTip | Should -Match '^Summer Campaign \('
        $typed = (Get-Offer 'Get-UgcProject anna').CompletionText
        (Invoke-Expression "Get-UgcProject $typed").Name | Should -Be "Anna's [draft]"
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcActor | Should -BeNullOrEmpty }
}
