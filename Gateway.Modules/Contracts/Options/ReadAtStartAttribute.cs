namespace Gateway.Modules.Contracts.Options;

/// <summary>Marks options that are read once, at start: a reload takes them over, but nothing looks at them again.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class ReadAtStartAttribute : Attribute;
