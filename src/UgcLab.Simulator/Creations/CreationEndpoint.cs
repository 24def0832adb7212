namespace UgcLab.Simulator;

/// <summary>
/// What can be bought, a line each: all that sets one creation apart from another is how its body is read. Written from
/// the documentation and not from the client's catalogue on purpose: two readings that disagree show that one is wrong.
/// </summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Media">What comes of it.</param>
/// <param name="Read">Reads the body; what is wrong with it is left with the body.</param>
internal sealed record CreationEndpoint(string Name, SimulatedMedia Media, Func<OrderBody, Order> Read)
{
    private static readonly CreationEndpoint[] All =
    [
        new("video", SimulatedMedia.Video, VideoOrders.Read),
        new("image", SimulatedMedia.Image, ImageOrders.Read),
        new("talking-actor", SimulatedMedia.Video, ActorOrders.TalkingActor),
        new("product-in-hand", SimulatedMedia.Video, ActorOrders.ProductInHand),
        new("motion-control", SimulatedMedia.Video, MotionOrders.Read),
    ];

    public static CreationEndpoint? Named(string name) => Array.Find(All, endpoint => endpoint.Name == name);
}
