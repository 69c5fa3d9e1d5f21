#pragma once

#include "engine/activations.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

namespace inceptoscope::test {

/// Resources, a data folder and photos of a test's own, which the program and this process use from
/// then on. One network is bundled, a tiny one ("tiny_inception_resnet_v2"); the file
/// "v4.safetensors" has weights for another. "photos" has pictures with odd names, and files that
/// are none; "7.png" lies beside it.
class ProgramFolder
{
public:
    ProgramFolder();

    QString path(std::string_view name) const;
    std::filesystem::path operator/(std::string_view name) const { return m_folder / name; }
    /// Of the bundled network.
    std::filesystem::path model() const;
    ModelDescription description() const { return tinyDescription("inception_resnet_v2"); }
    NetworkGraph graph() const { return buildDescribed(description()).value(); }

    /// What the bundled network answers when the engine is asked directly.
    Expected<Activations> answerTo(const QString &image,
                                   const std::vector<int> &capture = {}) const;

private:
    TemporaryFolder m_folder;
};

/// Ids of the zoo's families, in the order the program lists them.
QStringList familyIds();

nlohmann::ordered_json parsed(const QByteArray &text);

} // namespace inceptoscope::test
