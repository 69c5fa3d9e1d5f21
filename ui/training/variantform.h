#pragma once

#include "training/trainingchoice.h"

#include <QWidget>

#include <array>
#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace inceptoscope {

/// Chooses one network to train: its family, how wide, how often each block is repeated. Below it
/// what that comes to.
class VariantForm : public QWidget
{
    Q_OBJECT

public:
    /// `name` tells it from the other one: "First network".
    explicit VariantForm(const QString &name, QWidget *parent = nullptr);

    VariantChoice variant() const;
    /// Does not tell.
    void setVariant(const VariantChoice &variant);
    /// Describes the network for that data.
    void describe(int inputSize, int classes);
    /// As described last; nothing where it cannot be.
    const std::optional<NetworkGraph> &graph() const { return m_graph; }

    QComboBox *networkBox() { return m_network; }
    QDoubleSpinBox *widthBox() { return m_width; }
    QString costText() const;

signals:
    void changed(); ///< by the person

private:
    void build(const QString &name);
    void takeReady();

    QComboBox *m_network;
    QDoubleSpinBox *m_width;
    std::array<QSpinBox *, 3> m_repeats{}; ///< of A, B and C
    QLabel *m_cost;
    std::optional<NetworkGraph> m_graph;
};

} // namespace inceptoscope
