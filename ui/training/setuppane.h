#pragma once

#include "training/trainingchoice.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace inceptoscope {

class DataChooser;
class MoreSettings;
class VariantForm;

/// What is to be trained, on what and how, before it is started.
class SetupPane : public QWidget
{
    Q_OBJECT

public:
    explicit SetupPane(QWidget *parent = nullptr);

    TrainingChoice choice() const;
    void setChoice(const TrainingChoice &choice);
    /// Whether it can be started.
    bool isReady() const;
    /// Why not, one sentence; empty where the data chooser says it.
    QString obstacle() const;

    DataChooser *data() { return m_data; }
    QComboBox *pairBox() { return m_pair; }
    VariantForm *variant(int which) { return which == 0 ? m_first : m_second; }
    QSpinBox *inputSizeBox() { return m_inputSize; }
    QSpinBox *epochsBox() { return m_epochs; }
    QComboBox *recipeBox() { return m_recipe; }
    QToolButton *moreButton() { return m_showMore; }
    MoreSettings *more() { return m_more; }
    QString mismatchText() const;

signals:
    void changed(); ///< anything, what is known of the data included

private:
    enum PairChoice { Own = -1, Alone = -2 }; ///< beside the ready ones, by number

    void buildPair();
    void buildControls();
    void layOut();
    void connectControls();
    void takePair();
    void takeData();
    void refresh();
    void showPair();

    QComboBox *m_pair;
    VariantForm *m_first;
    VariantForm *m_second;
    QLabel *m_mismatch;
    QSpinBox *m_inputSize;
    DataChooser *m_data;
    QComboBox *m_recipe;
    QSpinBox *m_epochs;
    QToolButton *m_showMore;
    MoreSettings *m_more;
    int m_readySize; ///< what the data suggests; -1: of a choice that is not to be changed
    int m_readyEpochs;
};

} // namespace inceptoscope
