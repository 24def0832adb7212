# Archives with the same bytes wherever and whenever they are made, for ./build.ps1 Pack.

# Writes entries in the order of their names, with one time and one set of permissions.
function Write-Archive([string]$Path, [Collections.IDictionary]$Content) {
    $names = [string[]]$Content.Keys
    [Array]::Sort($names, [StringComparer]::Ordinal)
    Remove-Item $Path -ErrorAction Ignore
    $archive = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($name in $names) {
            $entry = $archive.CreateEntry($name, 'Optimal')
            $entry.LastWriteTime = [DateTimeOffset]::new(2000, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
            $entry.ExternalAttributes = 0x81A4 -shl 16  # A file that its owner can write and all can read.
            $stream = $entry.Open()
            try { $stream.Write($Content[$name]) } finally { $stream.Dispose() }
        }
    }
    finally { $archive.Dispose() }
}

# A folder as a zip file, with the folder's name in front of each file's.
function Compress-Folder([string]$Folder, [string]$Path) {
    $content = @{}
    foreach ($file in Get-ChildItem $Folder -Recurse -File -Force) {
        $name = [IO.Path]::GetRelativePath((Split-Path $Folder), $file.FullName).Replace('\', '/')
        $content[$name] = [IO.File]::ReadAllBytes($file.FullName)
    }

    Write-Archive $Path $content
}

# NuGet gives one entry a random name, writes the time and the system into its packages, and lists content types in any order.
function Repair-Package([string]$Path) {
    $content = @{}
    $archive = [IO.Compression.ZipFile]::OpenRead($Path)
    try {
        foreach ($entry in $archive.Entries) {
            $stream = $entry.Open()
            $bytes = [IO.MemoryStream]::new()
            try { $stream.CopyTo($bytes) } finally { $stream.Dispose() }
            $content[$entry.FullName] = $bytes.ToArray()
        }
    }
    finally { $archive.Dispose() }

    $random = @($content.Keys -like '*.psmdcp')[0]
    $fixed = 'package/services/metadata/core-properties/core.psmdcp'
    $properties = [Text.Encoding]::UTF8.GetString($content[$random]) -replace '(?<=<lastModifiedBy>)[^<]*', 'NuGet'
    $relations = [Text.Encoding]::UTF8.GetString($content['_rels/.rels']).Replace($random, $fixed)
    $relations = [regex]::Replace($relations, '(?<=core\.psmdcp" Id=")\w+', 'R2')
    $types = [Text.Encoding]::UTF8.GetString($content['[Content_Types].xml']) -split '(?=\n\s*<)'
    $sorted = [string[]]($types -like '*<Default *')
    [Array]::Sort($sorted, [StringComparer]::Ordinal)
    $first = [Array]::FindIndex([string[]]$types, [Predicate[string]] { $args[0] -like '*<Default *' })
    $types = @($types[0..($first - 1)]) + $sorted + @($types[$first..($types.Count - 1)] -notlike '*<Default *')
    $content['[Content_Types].xml'] = [Text.Encoding]::UTF8.GetBytes(-join $types)
    $content.Remove($random)
    $content[$fixed] = [Text.Encoding]::UTF8.GetBytes($properties)
    $content['_rels/.rels'] = [Text.Encoding]::UTF8.GetBytes($relations)
    Write-Archive $Path $content
}
