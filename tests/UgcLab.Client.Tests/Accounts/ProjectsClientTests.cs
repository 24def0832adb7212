using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Accounts;

public sealed class ProjectsClientTests
{
    private const string One = """{"data":{"items":[{"id":"p1","name":"Summer","folder":{"id":"f","name":"Marketing"},"ugcCount":15,"createdAt":"2025-01-15T10:30:00.000Z"},{"id":"p2","name":"No folder","folder":null,"ugcCount":0},{"name":"no id"}],"pagination":{"hasMore":true,"nextCursor":"p3","limit":2}}}""";
    private const string Two = """{"data":{"items":[{"id":"p3","name":"Last"}],"pagination":{"hasMore":false,"nextCursor":null,"limit":2}}}""";

    [Fact]
    public async Task Pages_follow_one_another()
    {
        using ScriptedHandler handler = new(Answer(200, One), Answer(200, Two));
        using Bench bench = new(handler);

        List<UgcProject> projects = await bench.Client.Projects.ListAsync(2).ToListAsync();

        Assert.Equal(["p1", "p2", "p3"], projects.Select(project => project.Id));
        Assert.Equal(("Marketing", 15), (projects[0].Folder?.Name, projects[0].UgcCount));
        Assert.Null(projects[1].Folder);
        Assert.Equal(["GET /api/v1/projects?limit=2", "GET /api/v1/projects?limit=2&cursor=p3"], handler.Sent);
    }

    [Fact]
    public async Task A_page_that_is_not_needed_is_not_asked_for()
    {
        using ScriptedHandler handler = new(Answer(200, One));
        using Bench bench = new(handler);

        await foreach (UgcProject project in bench.Client.Projects.ListAsync())
        {
            Assert.Equal("p1", project.Id);
            break;
        }

        Assert.Equal("GET /api/v1/projects", Assert.Single(handler.Sent));
    }

    [Fact]
    public async Task A_list_that_goes_in_a_circle_is_left()
    {
        using Bench bench = new(Answer(200, One), Answer(200, One));

        Assert.Equal(UgcLabErrorKind.ProtocolError, (await Assert.ThrowsAsync<UgcLabException>(() => bench.Client.Projects.ListAsync().ToListAsync())).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_page_size_outside_the_documented_range_is_refused(int size)
    {
        using Bench bench = new();

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => bench.Client.Projects.ListAsync(size)).Kind);
    }

    [Fact]
    public async Task A_connection_is_tried_once_and_its_failure_is_a_result()
    {
        using ScriptedHandler handler = new(Answer(503, "busy"));
        using Bench bench = new(handler);

        UgcConnectionTest test = await bench.Client.TestAsync();

        Assert.Equal((false, UgcLabErrorKind.ServerError, 503), (test.IsConnected, test.Failure, test.StatusCode));
        Assert.Single(handler.Sent);
    }
}
