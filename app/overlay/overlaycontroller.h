#pragma once

#include "explain/overlay.h"

#include <QHash>
#include <QObject>
#include <QString>

namespace inceptoscope {

class Explorer;

/// An overlay with its values by the id of a stage, block or layer.
struct OverlayValues
{
    Overlay overlay = Overlay::None;
    QHash<QString, double> values{};

    bool operator==(const OverlayValues &) const = default;
};

/// Which overlay the diagram shows, and its values for what the explorer holds. Values that have
/// to be computed are asked for with the photo's next answer; until then there are those before,
/// unless the network is another one.
class OverlayController : public QObject
{
    Q_OBJECT

public:
    explicit OverlayController(Explorer *explorer, QObject *parent = nullptr);

    void setOverlay(Overlay overlay);
    Overlay overlay() const { return m_values.overlay; }
    const OverlayValues &values() const { return m_values; }
    /// Why there are no values, in one sentence; empty where there are, or for no overlay.
    QString lack() const;

signals:
    void changed();

private:
    void update();

    Explorer *m_explorer;
    OverlayValues m_values;
};

} // namespace inceptoscope
