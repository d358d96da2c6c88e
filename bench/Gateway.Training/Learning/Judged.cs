using Gateway.Modules.Clustering.Causes;
using Gateway.Training.Items;


namespace Gateway.Training.Learning;

/// <summary>An item with what a model that has not seen it thinks of it.</summary>
/// <param name="IsStranger">Whether its cause was unknown to the model.</param>
internal sealed record Judged(TrainingItem Item, CauseModel Model, CauseOpinion Opinion, bool IsStranger)
{
    public bool IsRight => !IsStranger && Opinion.Top == Item.Cause;

    public static Judged By(CauseModel model, TrainingItem item, bool isStranger) =>
        new(item, model, model.Judge(item.Wording, item.Embedding, item.Status)!, isStranger);
}
