BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcProject' {
    It 'follows the pages to the last' {
        $service = Connect-Rehearsal @{ Projects = 120 }
        (Get-UgcProject).Count | Should -Be 120
        (Get-Arrival $service).Projects | Should -Be 3
    }

    It 'asks for no second page when Select-Object -First has enough' {
        $service = Connect-Rehearsal @{ Projects = 120 }
        (Get-UgcProject | Select-Object -First 1).Name | Should -Be 'Project 1'
        (Get-Arrival $service).Projects | Should -Be 1
    }

    It 'asks for the second page once somebody gets there' {
        $service = Connect-Rehearsal @{ Projects = 120 }
        (Get-UgcProject | Select-Object -First 51).Count | Should -Be 51
        (Get-Arrival $service).Projects | Should -Be 2
    }

    It 'asks for pages of the size that is wanted' {
        $service = Connect-Rehearsal @{ Projects = 120 }
        (Get-UgcProject -PageSize 100).Count | Should -Be 120
        (Get-Arrival $service).Projects | Should -Be 2
        { Get-UgcProject -PageSize 101 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'finds projects by name and by id' {
        $null = Connect-Rehearsal @{ ProjectNames = 'Summer Campaign', 'Winter Campaign' }
        $summer = Get-UgcProject -Name 'summer*'
        $summer.Name | Should -Be 'Summer Campaign'
        (Get-UgcProject -ProjectId $summer.Id).Name | Should -Be 'Summer Campaign'
    }

    It 'names the project that New-UgcVideo buys for' {
        $service = Connect-Rehearsal @{ Projects = 3 }
        $last = Get-UgcProject | Select-Object -Last 1
        $null = New-UgcVideo @boat -ProjectId $last.Id
        (Get-Sold $service).projectId | Should -Be $last.Id
    }

    It 'goes on behind a cmdlet that takes its time' {
        $null = Connect-Rehearsal @{ Projects = 12 }
        (Get-UgcProject -PageSize 5 | ForEach-Object { Start-Sleep -Milliseconds 10; $_ } | Sort-Object Name -Descending).Count | Should -Be 12
    }

    It 'shows a table a person can read, and a folder by its name' {
        $null = Connect-Rehearsal
        $table = Get-UgcProject | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'Id', 'Name', 'Folder', 'Clips', 'Updated'
        $table | Should -Match 'Project 1 +Rehearsals +0 +\d{4}-\d\d-\d\d \d\d:\d\d'
    }

    It 'shows years of the common calendar under <_>' -ForEach 'th-TH', 'fa-IR', 'ar-SA' {
        $null = Connect-Rehearsal
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $table = Get-UgcProject | Format-Table | Out-String -Width 200
        }
        finally { [cultureinfo]::CurrentCulture = $before }

        $table | Should -Match 'Rehearsals +0 +2025-01-1\d \d\d:\d\d'
    }

    It 'goes into a CSV file with a folder that can be read there' {
        $null = Connect-Rehearsal
        $file = Join-Path $TestDrive 'projects.csv'
        Get-UgcProject | Export-Csv $file
        $first = Import-Csv $file | Select-Object -First 1
        $first.Folder | Should -Be 'Rehearsals'
        $first.Name | Should -Be 'Project 1'
        Get-Content -Raw $file | Should -Not -Match 'System\.|@\{'
    }

    It 'reads again after a server error, for a read costs nothing' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'ServerError'; On = 'Projects' } }
        (Get-UgcProject).Count | Should -Be 3
        (Get-Arrival $service).Projects | Should -Be 2
    }

    It 'stops a try block with -ErrorAction Stop when the key is refused' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'Unauthorized'; On = 'Projects' } }
        $caught = try { Get-UgcProject -ErrorAction Stop } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'UgcKeyRefused,*'
        [int] $caught.Exception.StatusCode | Should -Be 401
        $caught.CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'gives -ErrorVariable one error, with the service''s words and the request''s id' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'ServerError'; On = 'Projects'; Times = 99 } }
        Get-UgcProject -ErrorVariable problem @quiet | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcServerError,*'
        "$($problem[0])" | Should -BeLike '*Something broke*'
        $problem[0].Exception.RequestId | Should -Match '^req_'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcProject | Should -BeNullOrEmpty }
}
