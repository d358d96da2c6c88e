namespace Gateway.Modules.Messaging;

/// <summary>What came of reading an event.</summary>
internal enum SampleReading
{
    Read,

    /// <summary>Written by a newer version: skip it, an older reader cannot know what it means.</summary>
    NewerSchema,

    /// <summary>Not an event, or one that breaks the rules of its schema.</summary>
    Malformed,
}
