#pragma once

#include "graph/error.h"
#include "graph/layer.h"

#include <QByteArray>
#include <QColor>
#include <QString>

#include <array>

namespace inceptoscope {

/// Kinds of layers that have one colour.
enum class KindFamily { Convolution, Pooling, Concatenation, Addition, Linear, Other };

KindFamily familyOf(LayerKind kind);

/// Colours by kind of layer for a light or a dark background.
struct KindShades
{
    std::array<QColor, 6> hues{}; ///< by KindFamily
    double fillShare = 0.0; ///< of the hue in a box's background, 0 to 1
    double textShare = 0.0; ///< of the text's colour in a box's outline, 0 to 1

    const QColor &hue(LayerKind kind) const;
    QColor fill(LayerKind kind, const QColor &background) const;
    QColor stroke(LayerKind kind, const QColor &text) const;
    bool operator==(const KindShades &) const = default;
};

/// What resources/style/kindcolours.json says.
struct KindColours
{
    KindShades light;
    KindShades dark;

    bool operator==(const KindColours &) const = default;

    /// The same as in the file that comes with the program.
    static KindColours builtIn();
    /// Those in use: the built-in ones until others are applied. For the GUI thread alone.
    static const KindColours &current();
};

/// `name` is the file's in error messages. Refuses what is missing or no colour, and colours that
/// text would not be told from (below 4.5:1).
Expected<KindColours> parseKindColours(const QByteArray &json, const QString &name);
/// Reads the file; blocks on the disk.
Expected<KindColours> readKindColours(const QString &path);

/// Makes them those in use and lets every widget of the program draw itself anew.
void applyKindColours(const KindColours &colours);

} // namespace inceptoscope
