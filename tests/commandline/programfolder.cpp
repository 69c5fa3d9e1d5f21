#include "commandline/programfolder.h"

#include "engine/engine.h"
#include "images/imagedecoder.h"

#include <QImage>

namespace inceptoscope::test {

namespace fs = std::filesystem;

/// A pattern of its own for each `variant`.
static void savePicture(const QString &path, int variant)
{
    QImage image(90 + variant, 80, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(x * 2, y * 3, (x * y + 40 * variant) % 256));
    }
    image.save(path);
}

ProgramFolder::ProgramFolder()
{
    fs::create_directories(m_folder / "resources/networks");
    fs::create_directories(m_folder / "data");
    fs::create_directories(m_folder / "photos/more");
    qputenv("INCEPTOSCOPE_RESOURCES", (m_folder / "resources").c_str());
    qputenv("XDG_DATA_HOME", (m_folder / "data").c_str());
    saveTinyModel(model(), description());
    saveTinyModel(m_folder / "v4.safetensors", tinyDescription());

    int variant = 0;
    for (const char *name : {"photos/1 quotes \"'.png", "photos/2\nline.png", "photos/5 한글.png",
                             "photos/more/6.png", "7.png", "whole.jpg"})
        savePicture(path(name), ++variant);
    writeFile(m_folder / "photos/3 text.jpg", "this is text\n");
    writeFile(m_folder / "photos/4 empty.jpg", "");
    const std::string jpeg = readFile(m_folder / "whole.jpg");
    writeFile(m_folder / "photos/4 short.jpg", std::string_view(jpeg).substr(0, jpeg.size() / 2));
}

QString ProgramFolder::path(std::string_view name) const
{
    return QString::fromStdString((m_folder / name).string());
}

fs::path ProgramFolder::model() const
{
    return m_folder / "resources/networks/tiny.safetensors";
}

Expected<Activations> ProgramFolder::answerTo(const QString &image,
                                              const std::vector<int> &capture) const
{
    const auto model = loadModel(this->model());
    const auto picture = decodeImage(image).map(toRgb);
    if (!model || !picture)
        return failure((!model ? model.error() : picture.error()).message);
    const auto engine = makeTorchEngine(model->graph, model->weights);
    if (!engine)
        return tl::unexpected(engine.error());
    const Preprocessing &preprocessing = model->description.preprocessing;
    const auto input = normalised(cropSeen(*picture, preprocessing), preprocessing);
    auto answers = (*engine)->run({&input, 1}, capture);
    if (!answers)
        return tl::unexpected(answers.error());
    return answers->front();
}

QStringList familyIds()
{
    QStringList ids;
    for (const NetworkFamily &family : networkFamilies())
        ids += QString::fromUtf8(family.id.data(), static_cast<qsizetype>(family.id.size()));
    return ids;
}

nlohmann::ordered_json parsed(const QByteArray &text)
{
    return nlohmann::ordered_json::parse(text.toStdString(), nullptr, false);
}

} // namespace inceptoscope::test
