#include "commandline/classifycommand.h"

#include "commandline/answerwriter.h"
#include "commandline/between.h"
#include "commandline/interruption.h"
#include "commandline/networkchoice.h"
#include "commandline/photoconveyor.h"
#include "engine/engine.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace inceptoscope {

namespace {

struct ClassifyArguments
{
    NetworkArguments network;
    std::string labels;
    std::string engine = "auto";
    std::string precision = "f32";
    int threads = 0;
    int batch = 1;
    AnswerStyle style;
    std::vector<std::string> images;
};

/// Takes photos from the conveyor and answers them in their order, a batch at a time.
class Classification
{
public:
    Classification(Engine &engine, const AnswerWriter &writer, int batch)
        : m_engine(engine)
        , m_writer(writer)
        , m_batch(static_cast<std::size_t>(batch))
    {
    }

    /// Fails where the engine does; photos that cannot be read are counted.
    Expected<void> run(PhotoConveyor &photos)
    {
        while (auto photo = photos.next()) {
            m_inputs += photo->input ? 1 : 0;
            m_waiting.push_back(std::move(*photo));
            if (m_inputs > 0 && m_inputs < m_batch)
                continue;
            if (auto answered = answer(); !answered)
                return answered;
        }
        return answer();
    }

    int unreadable() const { return m_unreadable; }

private:
    Expected<void> answer()
    {
        std::vector<std::vector<float>> inputs;
        for (PreparedPhoto &photo : m_waiting) {
            if (photo.input)
                inputs.push_back(std::move(*photo.input));
        }
        const auto answers = m_engine.run(inputs, {}, interruption());
        if (!answers)
            return tl::unexpected(answers.error());
        auto next = answers->begin();
        for (const PreparedPhoto &photo : m_waiting)
            photo.input ? m_writer.write(photo, *next++) : refuse(photo);
        m_waiting.clear();
        m_inputs = 0;
        return {};
    }

    void refuse(const PreparedPhoto &photo)
    {
        ++m_unreadable;
        m_writer.writeError(photo);
    }

    Engine &m_engine;
    const AnswerWriter &m_writer;
    std::size_t m_batch;
    std::vector<PreparedPhoto> m_waiting;
    std::size_t m_inputs = 0; ///< of those waiting, how many can be read
    int m_unreadable = 0;
};

CommandResult<EngineOptions> engineOptions(const ClassifyArguments &arguments)
{
    EngineOptions options{.threads = arguments.threads};
    if (arguments.engine != "auto")
        options.backend = arguments.engine == "torch" ? Backend::Torch : Backend::Onednn;
    if (arguments.precision == "bf16")
        options.precision = Precision::BFloat16;
    if (options.backend == Backend::Torch && options.precision == Precision::BFloat16)
        return misused("the LibTorch engine computes in f32 only: leave --precision bf16 out");
    return options;
}

int classifyAll(const ClassifyArguments &arguments, const ChosenNetwork &chosen, Engine &engine)
{
    QStringList paths;
    for (const std::string &image : arguments.images)
        paths += QString::fromStdString(image);
    PhotoConveyor photos(paths, chosen.model.description.preprocessing, interruption());
    const AnswerWriter writer(chosen, arguments.style);
    Classification classification(engine, writer, arguments.batch);
    const auto done = classification.run(photos);
    if (interruption().stop_requested())
        return report({SomethingFailed, "interrupted; what was finished is there"});
    if (!done)
        return report({SomethingFailed, done.error().message});
    for (const QString &problem : photos.problems())
        complain(problem.toStdString());
    return classification.unreadable() == 0 && photos.problems().empty() ? AllDone
                                                                         : SomethingFailed;
}

int runClassify(const ClassifyArguments &arguments)
{
    interruption(); // from here on, before any thread is started
    const auto options = engineOptions(arguments);
    if (!options)
        return report(options.error());
    const auto chosen = chooseNetwork(arguments.network).and_then([&](ChosenNetwork network) {
        return relabelled(std::move(network), arguments.labels);
    });
    if (!chosen)
        return report(chosen.error());
    const auto engine = makeEngine(chosen->model.graph, chosen->model.weights, *options);
    if (!engine)
        return report({SomethingFailed, engine.error().message});
    noteEngine(*options);
    return classifyAll(arguments, *chosen, **engine);
}

void addEngineOptions(CLI::App &command, ClassifyArguments &arguments)
{
    command.add_option("--engine", arguments.engine, "auto (oneDNN), onednn or torch")
        ->type_name("ENGINE")
        ->check(CLI::IsMember({"auto", "onednn", "torch"}).description(""));
    command
        .add_option("--precision", arguments.precision, "f32, or bf16 where the processor has it")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"f32", "bf16"}).description(""));
    command
        .add_option("--threads", arguments.threads,
                    "Computing threads; 0, the default: all "
                    "processors")
        ->type_name("N")
        ->check(between(0, 1024));
    command.add_option("--batch", arguments.batch, "Photos at a time (1)")
        ->type_name("N")
        ->check(between(1, 1024));
}

} // namespace

void addClassifyCommand(CLI::App &app, int &status)
{
    auto arguments = std::make_shared<ClassifyArguments>();
    AnswerStyle &style = arguments->style;
    CLI::App *command = app.add_subcommand("classify", "What a network answers for photos");
    command
        ->add_option("images", arguments->images,
                     "Photos, and folders, which stand for the photos below them")
        ->type_name("IMAGE|FOLDER")
        ->required();
    addNetworkOptions(*command, arguments->network);
    command
        ->add_option("--labels", arguments->labels,
                     "Names of the classes: a text file with one a line, or JSON")
        ->type_name("FILE");
    addEngineOptions(*command, *arguments);
    command->add_option("--top", style.top, "Classes to tell of each photo (5)")
        ->type_name("K")
        ->check(between(1, 1'000'000));
    CLI::Option *json = command->add_flag("--json", style.json, "Print JSON, an object a line");
    command->add_flag("--logits", style.logits, "With --json: the logits of all classes, too")
        ->needs(json);
    command->callback([arguments, &status] { status = runClassify(*arguments); });
}

} // namespace inceptoscope
